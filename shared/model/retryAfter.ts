/**
 * The `Retry-After` header, which receivers and the source answer with. It is parsed here only, alike in any time zone.
 */

/** The longest wait, some 31 years, so that a sum with it is still a date. Callers set limits of their own. */
const MAX_SECONDS = 999_999_999;

/** The three forms of HTTP dates begin with the day of the week, short or in full. */
const DATE = /^[A-Z][a-z]{2,8},? /;

/** The asctime form (`Fri Nov 20 10:01:00 2026`) leaves its zone out. It is GMT, and not the zone of the machine. */
const ZONE = /(?:GMT|UTC|[+-]\d{4})$/;

/**
 * The whole seconds that a `Retry-After` header asks for, given as seconds or as a date (RFC 9110, 10.2.3); undefined
 * when it says nothing usable. A fraction, which the RFC does not have, is rounded up: the wait is never shorter than
 * asked for.
 */
export function parseRetryAfter(header: string | readonly string[] | undefined, now: Date): number | undefined {
  const text = (typeof header === "string" ? header : header?.[0])?.trim() ?? "";
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.min(Math.ceil(Number(text)), MAX_SECONDS);
  const at = DATE.test(text) ? Date.parse(ZONE.test(text) ? text : `${text} GMT`) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
