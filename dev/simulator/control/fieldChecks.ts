/** Both included; without `highest` there is no upper limit. */
export interface Limits {
  readonly lowest: number;
  readonly highest?: number;
}

export function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

export function isChoice<T>(choices: readonly T[]): (value: unknown) => value is T {
  return (value): value is T => (choices as readonly unknown[]).includes(value);
}

export function isNumber({ lowest, highest = Infinity }: Limits): (value: unknown) => value is number {
  return (value): value is number => Number.isFinite(value) && Number(value) >= lowest && Number(value) <= highest;
}

export function isInteger(limits: Limits): (value: unknown) => value is number {
  return (value): value is number => Number.isInteger(value) && isNumber(limits)(value);
}
