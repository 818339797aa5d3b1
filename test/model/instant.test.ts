import * as fc from "fast-check";
import {
  addSeconds,
  isInstant,
  isLater,
  latest,
  parseInstant,
  secondsSince,
  toInstant,
} from "../../shared/model/instant";
import { anInstant } from "../builders/anInstant";

test.each([
  ["2026-11-20T02:52:40.9000001Z", "2026-11-20T02:52:40.9000001Z"],
  ["2026-11-20T02:52:40.9Z", "2026-11-20T02:52:40.9000000Z"],
  ["2026-11-20T02:52:40Z", "2026-11-20T02:52:40.0000000Z"],
  ["2026-11-20T02:52:40", "2026-11-20T02:52:40.0000000Z"],
  ["2026-11-20T02:52:40.123", "2026-11-20T02:52:40.1230000Z"],
  ["2026-11-20T02:52:40.123456789Z", "2026-11-20T02:52:40.1234567Z"],
  ["2026-11-20T02:52:40+00:00", "2026-11-20T02:52:40.0000000Z"],
  ["2026-11-20T02:52:40.5+0000", "2026-11-20T02:52:40.5000000Z"],
  ["  2026-11-20T02:52:40Z ", "2026-11-20T02:52:40.0000000Z"],
  ["2026-11-20 02:52:40Z", "2026-11-20T02:52:40.0000000Z"],
  ["2026-11-20T02:52Z", "2026-11-20T02:52:00.0000000Z"],
  ["2026-11-20 02:52", "2026-11-20T02:52:00.0000000Z"],
  ["2026-11-20T02:52:40+02:00", "2026-11-20T00:52:40.0000000Z"],
  ["2026-11-20T02:52:40.1234567-05:30", "2026-11-20T08:22:40.1234567Z"],
  ["2026-11-20T02:52:40-00:00", "2026-11-20T02:52:40.0000000Z"],
  ["2026-11-20T02:52:40.25+0100", "2026-11-20T01:52:40.2500000Z"],
  ["2026-11-20T02:52+14", "2026-11-19T12:52:00.0000000Z"],
  ["2026-11-20T02:52:40.5 +00:00", "2026-11-20T02:52:40.5000000Z"],
  ["2026-11-20t02:52:40.123456789012z", "2026-11-20T02:52:40.1234567Z"],
  ["2027-01-01T00:30:00.9999999+01:00", "2026-12-31T23:30:00.9999999Z"],
  ["2028-02-28T23:30:00-01:00", "2028-02-29T00:30:00.0000000Z"],
  ["1969-12-31T23:30:00-01:00", "1970-01-01T00:30:00.0000000Z"],
  ["2028-02-29T00:00:00Z", "2028-02-29T00:00:00.0000000Z"],
  ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.0000000Z"],
])("the source's %j is read as %s", (text, expected) => {
  expect(parseInstant(text)).toBe(expected);
});

test.each([
  undefined,
  null,
  "",
  "never",
  0,
  1763607160,
  new Date(0),
  {},
  "0001-01-01T00:00:00",
  "0001-01-01T00:00:00Z",
  "1601-01-01T00:00:00Z",
  "1969-12-31T23:59:59.9999999Z",
  "2026-11-20",
  "2026-11-20T02:52:40.Z",
  "2026-13-01T00:00:00Z",
  "2026-11-00T00:00:00Z",
  "2026-11-20T25:00:00Z",
  "2026-11-20T10:60:00Z",
  "2026-11-20T23:59:60Z",
  "2026-11-20T02:52:40+24:00",
  "2026-11-20T02:52:40+01:60",
  "2026-11-20T02:52:40 CET",
  "2026-11-20T02:52:40+1:00",
  "2026-11-20T02:52.5Z",
  "2026-11-20T0252Z",
  "1970-01-01T00:30:00+01:00",
  "0001-01-01T00:00:00-08:00",
  "0001-01-01T00:00:00+01:00",
])("%j is no time", (value) => {
  expect(parseInstant(value)).toBeUndefined();
});

test.each(["2026-02-29T00:00:00Z", "2026-02-30T00:00:00Z", "2026-04-31T00:00:00Z", "2026-11-20T24:00:00Z"])(
  "%s would name another day than it spells, so it is no time",
  (text) => {
    expect(parseInstant(text)).toBeUndefined();
  },
);

test.each(["2026-11-20T02:52:40Z", "2026-11-20T02:52:40.900Z", "2026-02-30T00:00:00.0000000Z", 7, undefined])(
  "%j is not in the canonical spelling",
  (value) => {
    expect(isInstant(value)).toBe(false);
  },
);

test("any offset names the same moment, with all digits of its fraction", () => {
  const offset = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });
  const date = fc.date({ min: new Date("1970-01-03"), max: new Date("9998-12-31"), noInvalidDate: true });
  const isSame = fc.property(date, offset, fc.integer({ min: 0, max: 9_999 }), (at, minutes, digits) => {
    const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, -1);
    const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    const zone = `${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
    const end = String(digits).padStart(4, "0");
    return parseInstant(`${local}${end}${zone}`) === `${at.toISOString().slice(0, -1)}${end}Z`;
  });
  expect(() => fc.assert(isSame)).not.toThrow();
});

const aDate = fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });

test("comparing two instants as texts compares them as times", () => {
  fc.assert(
    fc.property(aDate, aDate, (a, b) => {
      expect(Math.sign(a.getTime() - b.getTime())).toBe(
        toInstant(a) < toInstant(b) ? -1 : toInstant(a) > toInstant(b) ? 1 : 0,
      );
    }),
  );
});

const two = (max: number): fc.Arbitrary<string> => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, "0"));

interface Spelled {
  readonly text: string;
  readonly ticks: bigint;
}

/** Dates that exist and dates that do not, with the time that `Date` makes of them, in tenths of a microsecond. */
const spelled: fc.Arbitrary<Spelled> = fc
  .tuple(
    fc.constantFrom("1970", "2026", "2028", "9999"),
    two(13),
    two(32),
    two(25),
    two(61),
    two(61),
    fc.nat(9_999_999),
  )
  .map(([year, month, day, hour, minute, second, fraction]) => {
    const whole = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
    const at = Date.parse(`${whole}Z`);
    return {
      text: `${whole}.${String(fraction).padStart(7, "0")}Z`,
      ticks: BigInt(Number.isNaN(at) ? 0 : at) * 10_000n + BigInt(fraction),
    };
  });

test("every text of the source that is taken for a time compares as that time, to the tenth of a microsecond", () => {
  const taken = spelled.filter(({ text }) => parseInstant(text) !== undefined);
  fc.assert(
    fc.property(taken, taken, (a, b) => {
      expect(a.text < b.text).toBe(a.ticks < b.ticks);
    }),
    { numRuns: 1_000 },
  );
});

test("a clock reading keeps its milliseconds", () => {
  expect(toInstant(new Date("2026-11-20T10:00:00.123Z"))).toBe("2026-11-20T10:00:00.1230000Z");
});

test("an invalid date is no clock reading", () => {
  expect(() => toInstant(new Date(Number.NaN))).toThrow("Invalid time value");
});

test("a year beyond 9999 is no clock reading", () => {
  expect(() => toInstant(new Date("+010000-01-01T00:00:00Z"))).toThrow("no instant");
});

test("seconds added to a clock reading are found again", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }),
      fc.nat(1e6),
      (at, n) => {
        expect(secondsSince(addSeconds(at, n), at) + n).toBe(0);
      },
    ),
  );
});

test.each<[string | undefined, string | undefined, boolean]>([
  ["2026-11-20T10:00:00.0000001Z", "2026-11-20T10:00:00Z", true],
  ["2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z", false],
  ["2026-11-20T09:59:59.9999999Z", "2026-11-20T10:00:00Z", false],
  ["2026-11-20T10:00:00Z", undefined, true],
  [undefined, "2026-11-20T10:00:00Z", false],
  [undefined, undefined, false],
])("%s after %s is later: %s", (next, previous, expected) => {
  expect(isLater(parseInstant(next), parseInstant(previous))).toBe(expected);
});

test("the latest of some instants passes over those that are absent", () => {
  const [early, late] = [anInstant("2026-11-20T10:00:00Z"), anInstant("2026-11-20T10:00:00.0000001Z")];
  expect(latest([undefined, early, late, undefined, early])).toBe(late);
  expect(latest([undefined])).toBeUndefined();
  expect(latest([])).toBeUndefined();
});
