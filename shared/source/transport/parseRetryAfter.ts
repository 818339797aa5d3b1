const DATE = /^[A-Za-z]{3,9},? /;

/** Whoever asks for a longer wait means something else; taken at its word, it would end the watching of an instance. */
const LONGEST_SECONDS = 86_400;

/** Whole seconds to wait by a Retry-After header (seconds or a date), 0 to a day; undefined when it says neither. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? "";
  const at = DATE.test(text) ? Date.parse(text) : Number.NaN;
  const seconds = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : (at - now.getTime()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(0, Math.ceil(seconds)), LONGEST_SECONDS);
}
