import { assert, constant, property, string } from "fast-check";
import { joinText, splitText } from "../../../shared/storage/table/rowEntity";

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
