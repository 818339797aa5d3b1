/** Throws a `RangeError` that names the flag. */
export function parseCount(flag: string, text: string, least: number, most = 1_000_000_000): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw new RangeError(`${flag} is a whole number from ${least} to ${most}, not '${text}'`);
}
