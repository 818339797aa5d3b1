import { UUID, isUuid, shorten } from "../../shared/model/text";

test("a long text is cut between characters", () => {
  expect(shorten("abcdef", 6)).toBe("abcdef");
  expect(shorten("abcdefg", 6)).toBe("abcde…");
  expect(shorten("abcd😀fg", 6)).toBe("abcd…");
});

const ID = "0af76519-16cd-43dd-8448-eb211c80319c";

test.each([
  [ID, true],
  [ID.toUpperCase(), true],
  [`${ID} `, false],
  [`{${ID}}`, false],
  [ID.replaceAll("-", ""), false],
  [ID.replace("c", "g"), false],
  ["", false],
])("%j is a whole UUID: %s", (text, expected) => {
  expect(isUuid(text)).toBe(expected);
});

test("a UUID is found within a text", () => {
  expect(UUID.exec(`${ID}_Orders`)?.[0]).toBe(ID);
});
