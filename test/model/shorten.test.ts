import { shorten } from "../../shared/model/shorten";

test("a long text is cut between characters", () => {
  expect(shorten("abcdef", 6)).toBe("abcdef");
  expect(shorten("abcdefg", 6)).toBe("abcde…");
  expect(shorten("abcd😀fg", 6)).toBe("abcd…");
});
