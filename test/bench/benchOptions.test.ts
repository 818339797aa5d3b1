import { PARTS, parseBenchOptions } from "../../bench/benchOptions";

test("without options every part is measured five times", () => {
  expect(parseBenchOptions([])).toEqual({ parts: PARTS, runs: 5, help: false });
});

test("parts, repetitions and a file can be chosen", () => {
  expect(parseBenchOptions(["--only", "peer,memory", "--runs=2", "--json", "out.json"])).toEqual({
    parts: ["peer", "memory"],
    runs: 2,
    json: "out.json",
    help: false,
  });
});

test.each([
  [["--only", "disk"], '--only takes memory, azurite, growth, peer, got "disk"'],
  [["--runs", "0"], '--runs must be a whole number from 1 to 100, got "0"'],
  [["--fast"], "unknown option --fast; --help lists the options"],
])("%j is refused by name", (args, message) => {
  expect(() => parseBenchOptions(args)).toThrow(message);
});
