const MOST_SECONDS = 999_999_999;

/** The three forms of HTTP dates: they begin with the day, short or in full; one of them leaves its zone, GMT, out. */
const DATE = /^[A-Z][a-z]{2,8},? /;
const ZONE = /(?:GMT|UTC|[+-]\d{4})$/;

/** Seconds that a `Retry-After` asks for, given as seconds or as a date (RFC 9110 10.2.3); undefined when it says nothing usable. */
export function parseRetryAfter(header: string | string[] | undefined, now: Date): number | undefined {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text), MOST_SECONDS);
  const at = DATE.test(text) ? Date.parse(ZONE.test(text) ? text : `${text} GMT`) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
