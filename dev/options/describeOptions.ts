import { type Option } from "./readOptions";

/** The options as a table for `--help`. */
export function describeOptions(declared: Readonly<Record<string, Option>>): string {
  const rows = Object.entries(declared).map(([name, option]) => [`--${name}${valueOf(option)}`, option] as const);
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return rows.map(([flag, option]) => `  ${flag.padEnd(width)}  ${option.help}${environmentOf(option)}`).join("\n");
}

function valueOf({ value, withoutValue }: Option): string {
  if (value === undefined) return "";
  return withoutValue === undefined ? ` ${value}` : ` [${value}]`;
}

function environmentOf({ env }: Option): string {
  return env === undefined ? "" : ` (environment: ${env})`;
}
