import { array, assert, constant, constantFrom, integer, oneof, property, string, tuple } from "fast-check";
import {
  escapeText,
  fromEntity,
  joinText,
  splitText,
  toTableEntity,
  unescapeText,
} from "../../../shared/storage/table/rowEntity";

test("a short text is one property, as it is", () => {
  expect(splitText("url", "short")).toEqual({ url: "short" });
});

test.each(["x".repeat(32_001), "x".repeat(96_000), "😀".repeat(40_000), `${"x".repeat(31_999)}😀😀`, "split:2|x", ""])(
  "a text comes back from its properties (%#)",
  (text) => {
    expect(joinText("url", splitText("url", text))).toBe(text);
  },
);

test("no property is too long, or cut between the halves of a character", () => {
  const pieces = Object.values(splitText("url", `x${"😀".repeat(40_000)}`));
  expect(pieces.every((piece) => piece.length <= 32_767 && Buffer.from(piece).toString() === piece)).toBe(true);
});

test("any text comes back", () => {
  const text = string({ unit: "binary", maxLength: 50 }).chain((unit) => constant(unit.repeat(1_500)));
  expect(() => assert(property(text, (each) => joinText("t", splitText("t", each)) === each))).not.toThrow();
});

test("a text with a missing piece is no text", () => {
  const { url } = splitText("url", "x".repeat(70_000));
  expect(joinText("url", { url })).toBeUndefined();
  expect(joinText("url", {})).toBeUndefined();
});

test("pieces that a longer text left behind are not part of the text", () => {
  expect(joinText("url", { url: "short", url_1: "rest" })).toBe("short");
});

test("a text without unsafe characters is stored as it is, as rows of before have it", () => {
  for (const text of ["", "Kündigung – 日本", "C:\\new\\u2028", "👍", "it's {}"]) {
    expect(escapeText(text)).toBe(text);
    expect(unescapeText(text)).toBe(text);
  }
});

test.each([
  ["a\u2028b", "escaped:|a\\u2028b"],
  ["\\\u0000", "escaped:|\\\\\\u0000"],
  ["\uD83D", "escaped:|\\ud83d"],
  ["\u{E0041}👍", "escaped:|\\udb40\\udc41👍"],
  ["escaped:|", "escaped:|escaped:|"],
])("an unsafe text is stored escaped (%#)", (text, escaped) => {
  expect(escapeText(text)).toBe(escaped);
  expect(unescapeText(escaped)).toBe(text);
});

test("any text comes back from an entity, whatever units it has, and no property has an unsafe character or is too long", () => {
  const unit = oneof(integer({ min: 0, max: 0xffff }), constantFrom(0x5c, 0x75, 0x2028, 0xd83d, 0xdc4d, 0x7c));
  const text = array(unit, { maxLength: 40 }).map((units) => String.fromCharCode(...units));
  const long = tuple(text, constantFrom(1, 5_000)).map(([each, times]) => each.repeat(times));
  expect(() =>
    assert(
      property(long, (each) => {
        const entity = toTableEntity("p", "r", { each });
        const pieces = Object.values(entity).filter((value) => typeof value === "string");
        const isSafe = pieces.every(
          (piece) => piece.length <= 32_767 && !/[\p{C}\p{Zl}\p{Zp}]/u.test(withoutUnassigned(piece)),
        );
        return isSafe && fromEntity({ ...entity, etag: "1" }).values["each"] === each;
      }),
      { numRuns: 200 },
    ),
  ).not.toThrow();
});

/** Unassigned and private code points are characters like others. */
function withoutUnassigned(text: string): string {
  return text.replaceAll(/[\p{Co}\p{Cn}]/gu, (each) => (/\p{Noncharacter_Code_Point}/u.test(each) ? each : ""));
}
