import { assert, property, string } from "fast-check";
import { escapeKey } from "../../../shared/storage/table/keys";

test.each([
  ["plain_Name-1", "plain_Name-1"],
  ["a/b\\c#d?e", "a~002fb~005cc~0023d~003fe"],
  ["tab\there", "tab~0009here"],
  ["tilde~", "tilde~007e"],
  ["v1.2", "v1~002e2"],
  ["é😀", "~00e9~d83d~de00"],
  ["\uD83D", "~d83d"],
  ["", ""],
])("%j becomes %j", (text, key) => {
  expect(escapeKey(text)).toBe(key);
});

test("any text becomes a short key of allowed characters", () => {
  const text = string({ unit: "binary", maxLength: 2_000 });
  const isKey = property(text, (each) => /^[\w~-]{0,400}$/.test(escapeKey(each)));
  expect(() => assert(isKey)).not.toThrow();
});

test("two texts never share a key", () => {
  const text = string({ unit: "binary", maxLength: 150 });
  const differs = property(text, text, (one, other) => one === other || escapeKey(one) !== escapeKey(other));
  expect(() => assert(differs)).not.toThrow();
  const long = "x".repeat(400);
  expect(escapeKey(`${long}a`)).not.toBe(escapeKey(`${long}b`));
  expect(escapeKey(`${long}\uD800`)).not.toBe(escapeKey(`${long}\uD801`));
});
