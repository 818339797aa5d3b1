import * as fc from "fast-check";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { parseRetryAfter } from "../../shared/model/retryAfter";

const NOW = new Date("2026-11-20T10:00:00.000Z");

const HEADERS: readonly (readonly [string | readonly string[] | undefined, number | undefined])[] = [
  ["0", 0],
  ["120", 120],
  [" 120 ", 120],
  [["120", "5"], 120],
  ["2026", 2026],
  ["1.2", 2],
  ["Fri, 20 Nov 2026 10:02:00 GMT", 120],
  ["Fri, 20 Nov 2026 10:00:00 GMT", 0],
  ["Fri, 20 Nov 2026 09:00:00 GMT", 0],
  ["Thu, 19 Nov 2026 10:00:00 GMT", 0],
  ["Friday, 20-Nov-26 10:02:00 GMT", 120],
  ["Fri Nov 20 10:01:00 2026", 60],
  ["Fri Nov 20 10:02:00 2026", 120],
  ["Sun Dec  6 10:00:00 2026", 16 * 86_400],
  [undefined, undefined],
  [[], undefined],
  ["", undefined],
  ["-5", undefined],
  ["1e9", undefined],
  ["5 seconds", undefined],
  ["soon", undefined],
  ["Soon, please", undefined],
  ["2026-11-20T10:02:00Z", undefined],
];

test.each(HEADERS)("the header %j asks for %j seconds", (header, expected) => {
  expect(parseRetryAfter(header, NOW)).toBe(expected);
});

test.each(["America/New_York", "Asia/Kolkata"])("a machine in the time zone %s reads every header the same", (zone) => {
  const script = `
    const { parseRetryAfter } = require("./shared/model/retryAfter.ts");
    const headers = ${JSON.stringify(HEADERS.map(([header = null]) => header))};
    const seconds = headers.map((header) => parseRetryAfter(header ?? undefined, new Date(${NOW.getTime()})) ?? null);
    console.log(JSON.stringify({ hours: new Date(2026, 10, 20).getTimezoneOffset() / 60, seconds }));`;
  const printed = execFileSync(process.execPath, ["--import", "tsx", "--eval", script], {
    cwd: path.join(__dirname, "../.."),
    env: { ...process.env, TZ: zone },
    encoding: "utf8",
  });
  const { hours, seconds }: { hours: number; seconds: unknown } = JSON.parse(printed);
  expect(hours).not.toBe(0);
  expect(seconds).toEqual(HEADERS.map(([, expected = null]) => expected));
});

test.each(["1000000000", "99999999999", "9".repeat(400)])("the endless wait %s is not taken for none", (header) => {
  expect(parseRetryAfter(header, NOW)).toBeGreaterThan(86_400);
});

test("a date asks for no less than the time until then", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.nat(999), (seconds, millis) => {
      const now = new Date(NOW.getTime() + millis);
      const until = new Date(NOW.getTime() + seconds * 1000);
      const expected = Math.max(0, Math.ceil((until.getTime() - now.getTime()) / 1000));
      expect(parseRetryAfter(until.toUTCString(), now)).toBe(expected);
    }),
  );
});

test("any text gives seconds or nothing", () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(parseRetryAfter(header, NOW) ?? 0).toBeGreaterThanOrEqual(0);
    }),
  );
});
