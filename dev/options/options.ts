/**
 * The command line of the development programs and of the benchmark: options are declared as data, then read and
 * described by the functions here. A value comes from the flag, else from the environment.
 */

/** The declaration of one option. */
export interface Option {
  /** The placeholder of the value that follows the flag; an option that has none is a switch. */
  readonly value?: string;
  /** The value when the flag stands alone; if this is absent, the flag needs a value. */
  readonly withoutValue?: string;
  readonly env?: string;
  readonly help: string;
}

/** A given value and where it came from (`--flow-port` or `FLOW_PORT`), for error messages. */
export interface Given {
  readonly value: string;
  readonly from: string;
}

/** The given values by option name; a switch has the value "". Throws for an option that is not declared. */
export function readOptions<Name extends string>(
  declared: Readonly<Record<Name, Option>>,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Partial<Record<Name, Given>> {
  const given: Partial<Record<string, Given>> = {};
  for (const [name, option] of Object.entries<Option>(declared)) {
    const value = option.env === undefined ? undefined : env[option.env];
    if (value && option.env) given[name] = { value, from: option.env };
  }
  const rest = [...args];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    const { name, inline } = split(argument);
    const option = Object.hasOwn(declared, name) ? declared[name as Name] : undefined;
    if (!option) throw new Error(`unknown option ${argument}; --help lists the options`);
    given[name] = { value: takeValue(`--${name}`, option, inline, rest), from: `--${name}` };
  }
  return given;
}

function split(argument: string): { name: string; inline?: string } {
  const [, name = "", inline] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
  return inline === undefined ? { name } : { name, inline };
}

function takeValue(flag: string, option: Option, inline: string | undefined, rest: string[]): string {
  if (option.value === undefined) {
    if (inline !== undefined) throw new Error(`${flag} takes no value, got "${inline}"`);
    return "";
  }
  const next = rest[0];
  const value = inline ?? (next === undefined || next.startsWith("--") ? undefined : rest.shift());
  if (value) return value;
  if (value === undefined && option.withoutValue !== undefined) return option.withoutValue;
  throw new Error(`${flag} needs a value: ${flag} ${option.value}`);
}

/** The options as a table for `--help`. */
export function describeOptions(declared: Readonly<Record<string, Option>>): string {
  const rows = Object.entries(declared).map(([name, option]) => [`--${name}${valueHint(option)}`, option] as const);
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return rows.map(([flag, option]) => `  ${flag.padEnd(width)}  ${option.help}${environmentOf(option)}`).join("\n");
}

function valueHint({ value, withoutValue }: Option): string {
  if (value === undefined) return "";
  return withoutValue === undefined ? ` ${value}` : ` [${value}]`;
}

function environmentOf({ env }: Option): string {
  return env === undefined ? "" : ` (environment: ${env})`;
}

export interface NumberLimits {
  readonly min: number;
  readonly max: number;
  /** Fractions are refused unless this is set. */
  readonly fractions?: boolean;
}

/** A number written in digits. Throws naming the flag or environment variable. */
export function parseNumber<Absent>(
  given: Given | undefined,
  byDefault: Absent,
  limits: NumberLimits,
): number | Absent {
  if (given === undefined) return byDefault;
  const { min, max, fractions = false } = limits;
  const value = Number(given.value);
  const form = fractions ? /^\d+(?:\.\d+)?$/ : /^\d+$/;
  if (form.test(given.value) && value >= min && value <= max) return value;
  const kind = fractions ? "a number" : "a whole number";
  throw new Error(`${given.from} must be ${kind} from ${min} to ${max}, got "${given.value}"`);
}
