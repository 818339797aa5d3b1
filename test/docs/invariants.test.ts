// The table of invariants in docs/architecture.md names the folders whose tests carry each number.
import { readFileSync } from "node:fs";
import { filesBelow } from "./filesBelow";

const ROWS = [...readFileSync("docs/architecture.md", "utf8").matchAll(/^\| (\d) +\| .+ \| (.+) \|$/gm)].map(
  ([, number = "", folders = ""]) => ({
    number: Number(number),
    folders: [...folders.matchAll(/`(test\/\w+)`/g)].map(([, folder = ""]) => folder),
  }),
);

/** True when a test's name carries the number: "invariant 5", "invariants 1, 4, 6", "invariants 1 to 7". */
function carries(text: string, number: number): boolean {
  return [...text.matchAll(/["`][^"`]*invariants? (\d to \d|[\d, ]+)/g)].some(([, numbers = ""]) => {
    const [from = 0, to = 0] = /(\d) to (\d)/.exec(numbers)?.slice(1).map(Number) ?? [];
    return (from <= number && number <= to) || numbers.split(",").map(Number).includes(number);
  });
}

test("every invariant has a row", () => {
  expect(ROWS.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test.each(ROWS.flatMap(({ number, folders }) => folders.map((folder) => ({ number, folder }))))(
  "a test in $folder carries invariant $number",
  ({ number, folder }) => {
    const texts = filesBelow(folder, /\.ts$/).map((file) => readFileSync(file, "utf8"));
    expect(texts.some((text) => carries(text, number))).toBe(true);
  },
);
