import * as fc from "fast-check";
import { parseOrderedHex, toOrderedHex } from "../../shared/model/threshold";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

test("the order of the texts is the order of the numbers", () => {
  fc.assert(
    fc.property(finite, finite, (a, b) => {
      const expected = a < b ? -1 : a > b ? 1 : 0;
      const [x, y] = [toOrderedHex(a), toOrderedHex(b)];
      expect(x < y ? -1 : x > y ? 1 : 0).toBe(expected);
    }),
    { numRuns: 5_000 },
  );
});

test("every number is found again in its text, and -0 is 0", () => {
  fc.assert(fc.property(finite, (value) => expect(parseOrderedHex(toOrderedHex(value))).toBe(value === 0 ? 0 : value)));
});

test.each([
  [0, "8000000000000000"],
  [-0, "8000000000000000"],
  [1, "bff0000000000000"],
  [-1, "400fffffffffffff"],
])("%d is written %s", (value, hex) => {
  expect(toOrderedHex(value)).toBe(hex);
});

test.each(["", "8", "g000000000000000", "fff0000000000000", "BFF0000000000000", "000fffffffffffff"])(
  "%j is no number's text",
  (hex) => {
    expect(parseOrderedHex(hex)).toBeUndefined();
  },
);
