const DATE = /^[A-Za-z]{3,9},? /;

/** Whole seconds to wait by a Retry-After header (seconds or a date), at least 0; undefined when it says neither. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? "";
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Math.max(0, Math.ceil(Number(text)));
  const at = DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
