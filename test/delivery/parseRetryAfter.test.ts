import * as fc from "fast-check";
import { parseRetryAfter } from "../../shared/delivery/parseRetryAfter";

const NOW = new Date("2026-11-20T10:00:00Z");

test.each<[string | string[] | undefined, number | undefined]>([
  ["0", 0],
  ["120", 120],
  [" 120 ", 120],
  [["120", "5"], 120],
  ["Fri, 20 Nov 2026 10:02:00 GMT", 120],
  ["Fri, 20 Nov 2026 09:00:00 GMT", 0],
  ["Friday, 20-Nov-26 10:02:00 GMT", 120],
  ["Fri Nov 20 10:02:00 2026", 120],
  ["Sun Dec  6 10:00:00 2026", 16 * 86_400],
  [undefined, undefined],
  [[], undefined],
  ["", undefined],
  ["-5", undefined],
  ["1.5", undefined],
  ["5 seconds", undefined],
  ["soon", undefined],
  ["Soon, please", undefined],
  ["2026-11-20T10:02:00Z", undefined],
])("the header %j asks for %j seconds", (header, expected) => {
  expect(parseRetryAfter(header, NOW)).toBe(expected);
});

test.each(["1000000000", "99999999999", "9".repeat(400)])("the endless wait %s is not taken for no wish", (header) => {
  expect(parseRetryAfter(header, NOW)).toBeGreaterThan(86_400);
});

test("a date asks for no less than the time until then, wherever the machine stands", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.nat(999), (seconds, millis) => {
      const now = new Date(NOW.getTime() + millis);
      const until = new Date(NOW.getTime() + seconds * 1000);
      const expected = Math.max(0, Math.ceil((until.getTime() - now.getTime()) / 1000));
      expect(parseRetryAfter(until.toUTCString(), now)).toBe(expected);
    }),
  );
});

test("whatever a receiver sends gives seconds or nothing", () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(parseRetryAfter(header, NOW) ?? 0).toBeGreaterThanOrEqual(0);
    }),
  );
});
