import { Cron } from "croner";
import * as fc from "fast-check";
import { isNcrontab, nextOccurrence, parseNcrontab, parseSchedule } from "../../../../dev/host/timer/schedule";

const next = (text: string, after: string): string | undefined =>
  nextOccurrence(parseNcrontab(text), new Date(after))?.toISOString();

test.each([
  ["every second, strictly after", "* * * * * *", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:01.000Z"],
  ["a fraction of a second is cut off first", "* * * * * *", "2026-01-01T00:00:00.900Z", "2026-01-01T00:00:01.000Z"],
  ["five fields start with second 0", "*/5 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:05:00.000Z"],
  ["one value with a step runs to the end", "0 5/15 * * * *", "2026-01-01T00:20:00Z", "2026-01-01T00:35:00.000Z"],
  ["a reversed range is the range between", "0 0 22-2 * * *", "2026-01-01T02:00:00Z", "2026-01-01T03:00:00.000Z"],
  ["a reversed range of names too", "0 0 0 * * FRI-MON", "2026-01-03T00:00:00Z", "2026-01-05T00:00:00.000Z"],
  ["day and day of week must both match", "0 0 0 13 * 5", "2026-01-01T00:00:00Z", "2026-02-13T00:00:00.000Z"],
  ["a month's first letters, in calendar order", "0 0 0 1 M *", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00.000Z"],
  ["Ju is June", "0 0 0 1 Ju *", "2026-01-01T00:00:00Z", "2026-06-01T00:00:00.000Z"],
  ["step 0 is step 1", "*/0 * * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01.000Z"],
  ["a list", "0,30 * * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:00:30.000Z"],
  ["spaces do not count", " 0  0 12 * * * ", "2026-01-01T00:00:00Z", "2026-01-01T12:00:00.000Z"],
  ["the last of a year", "59 59 23 31 12 *", "2026-12-31T23:59:59Z", "2027-12-31T23:59:59.000Z"],
  ["a leap day on a Monday", "0 0 0 29 2 1", "2026-01-01T00:00:00Z", "2044-02-29T00:00:00.000Z"],
])("%s", (_name, text, after, expected) => {
  expect(next(text, after)).toBe(expected);
});

test("a day that never comes is found out", () => {
  expect(next("0 0 0 30 2 *", "2026-01-01T00:00:00Z")).toBeUndefined();
});

test.each([
  ["60 * * * * *", '"60" is not valid for the second (0 to 59).'],
  ["0 0 0 0 * *", '"0" is not valid for the day (1 to 31).'],
  ["0 0 0 * * 7", '"7" is not valid for the day of week (0 to 6).'],
  ["0 0 0 * X *", '"X" is not valid for the month (1 to 12).'],
  ["0 0 0 ? * *", '"?" is not valid for the day (1 to 31).'],
  ["0 0 0 L * *", '"L" is not valid for the day (1 to 31).'],
  ["0 0 0 * * 1#2", '"1#2" is not valid for the day of week (0 to 6).'],
  ["1,,2 * * * * *", '"" is not valid for the second (0 to 59).'],
  ["1-2-3 * * * * *", '"1-2-3" is not valid for the second (0 to 59).'],
  ["*/x * * * * *", '"/x" is not valid for the second (0 to 59).'],
  ["* * * *", '"* * * *" must have five or six fields.'],
])("%s is refused", (text, message) => {
  expect(() => parseNcrontab(text)).toThrow(message);
});

test("a time span is not taken for an expression", () => {
  expect(["00:00:30", "1.00:00:00", "* * * *"].map(isNcrontab)).toEqual([false, false, false]);
});

const field = (min: number, max: number): fc.Arbitrary<string> => {
  const value = fc.integer({ min, max });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 1, max: Math.max(1, max - min) });
  const base = fc.oneof(fc.constant("*"), range);
  const stepped = fc.tuple(base, step).map(([text, by]) => `${text}/${by}`);
  const element = fc.oneof(value.map(String), base, stepped);
  return fc.array(element, { minLength: 1, maxLength: 3 }).map((elements) => elements.join(","));
};

test("agrees with croner on random expressions", () => {
  const expression = fc
    .tuple(field(0, 59), field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
    .map((fields) => fields.join(" "));
  const after = fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(expression, after, (text, from) => {
      const expected = new Cron(text, { timezone: "UTC", domAndDow: true, mode: "6-part" }).nextRun(from);
      expect(nextOccurrence(parseNcrontab(text), from)?.toISOString()).toBe(expected?.toISOString());
    }),
    { numRuns: 500 },
  );
});

const now = new Date("2026-01-01T00:00:00Z");

test.each([
  ["0 */5 * * * *", "2026-01-01T00:05:00.000Z", false],
  ["*/30 * * * * *", "2026-01-01T00:00:30.000Z", true],
  ["0,30 0 * * * *", "2026-01-01T00:00:30.000Z", true],
  ["00:00:30", "2026-01-01T00:00:30.000Z", true],
  ["00:01:00", "2026-01-01T00:01:00.000Z", false],
  ["1.12:00:00", "2026-01-02T12:00:00.000Z", false],
  ["00:00:00.5", "2026-01-01T00:00:00.500Z", true],
])("%s comes next at %s, and is frequent: %s", (text, expected, isFrequent) => {
  const schedule = parseSchedule(text, now);
  expect(schedule.next(now).toISOString()).toBe(expected);
  expect(schedule.isFrequent).toBe(isFrequent);
});

test.each([
  ["soon", 'schedule "soon" is neither an NCRONTAB expression nor a time span.'],
  ["00:00:00", 'schedule "00:00:00" is neither'],
  ["24:00:00", 'schedule "24:00:00" is neither'],
  ["0 0 0 30 2 *", 'schedule "0 0 0 30 2 *" never comes.'],
])("%s is refused", (text, message) => {
  expect(() => parseSchedule(text, now)).toThrow(message);
});
