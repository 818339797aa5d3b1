/** The constraints of ASP.NET route parameters, such as `int` or `length(2,5)`. */

/** Whether a value of the path is allowed. */
export type RouteConstraint = (value: string) => boolean;

const DECIMAL = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?$/;

const FLOAT = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|nan|infinity|∞)$/i;

const GUID =
  /^(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\{[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\}|\([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\))$/i;

const PLAIN: Readonly<Record<string, RouteConstraint>> = {
  int: (value) => isWhole(value, 31n),
  long: (value) => isWhole(value, 63n),
  bool: (value) => /^(?:true|false)$/i.test(value),
  datetime: (value) => !Number.isNaN(Date.parse(value)),
  decimal: (value) => /\d/.test(value) && DECIMAL.test(value),
  double: (value) => FLOAT.test(value),
  float: (value) => FLOAT.test(value),
  guid: (value) => GUID.test(value),
  alpha: (value) => /^[a-z]*$/i.test(value),
  required: (value) => value !== "",
  file: isFileName,
  nonfile: (value) => !isFileName(value),
};

const WITH_NUMBERS: Readonly<Record<string, (...bounds: number[]) => RouteConstraint>> = {
  minlength:
    (min = 0) =>
    (value) =>
      value.length >= min,
  maxlength:
    (max = 0) =>
    (value) =>
      value.length <= max,
  length:
    (min = 0, max = min) =>
    (value) =>
      value.length >= min && value.length <= max,
  min:
    (min = 0) =>
    (value) =>
      isWhole(value, 63n) && Number(value) >= min,
  max:
    (max = 0) =>
    (value) =>
      isWhole(value, 63n) && Number(value) <= max,
  range:
    (min = 0, max = 0) =>
    (value) =>
      isWhole(value, 63n) && Number(value) >= min && Number(value) <= max,
};

/** Parses one constraint of a route parameter, `name` or `name(argument)`. Throws for one ASP.NET does not have. */
export function parseConstraint(text: string): RouteConstraint {
  const [, name = "", argument] = /^([^(]*)(?:\((.*)\))?$/s.exec(text) ?? [];
  const key = name.toLowerCase();
  const plain = argument === undefined && Object.hasOwn(PLAIN, key) ? PLAIN[key] : undefined;
  if (plain) return plain;
  if (argument !== undefined && key === "regex") return toPattern(argument);
  if (argument !== undefined && Object.hasOwn(WITH_NUMBERS, key)) return toBounded(key, argument);
  throw new Error(`constraint "${text}" is not known.`);
}

function toPattern(argument: string): RouteConstraint {
  let pattern: RegExp;
  try {
    pattern = new RegExp(argument, "i");
  } catch (error) {
    throw new Error(`constraint "regex(${argument})" is not a regular expression.`, { cause: error });
  }
  return (value) => pattern.test(value);
}

const ARGUMENT_COUNTS: Readonly<Record<string, readonly number[]>> = { length: [1, 2], range: [2] };

function toBounded(name: string, argument: string): RouteConstraint {
  const bounds = argument.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const counts = ARGUMENT_COUNTS[name] ?? [1];
  const constrain = WITH_NUMBERS[name];
  if (!constrain || !bounds.every(Number.isInteger) || !counts.includes(bounds.length))
    throw new Error(`constraint "${name}(${argument})" needs ${counts.join(" or ")} whole number(s).`);
  return constrain(...bounds);
}

function isWhole(value: string, bits: bigint): boolean {
  if (!/^[+-]?\d+$/.test(value)) return false;
  const whole = BigInt(value.replace(/^\+/, ""));
  return whole >= -(2n ** bits) && whole < 2n ** bits;
}

/** The last part of the path has a full stop that does not end it. */
function isFileName(value: string): boolean {
  return /\.[^.]+$/.test(value.slice(value.lastIndexOf("/") + 1));
}
