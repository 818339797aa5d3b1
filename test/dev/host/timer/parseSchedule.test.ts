import { parseSchedule } from "../../../../dev/host/timer/schedule";

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
