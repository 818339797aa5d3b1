import { readFaultOptions } from "./readFaultOptions";

test("without flags a thousand schedules run from seed 1", () => {
  expect(readFaultOptions([])).toEqual({ schedules: 1_000, seed: 1, trace: false });
});

test("each flag is read", () => {
  const args = ["--schedules", "7", "--seed", "41", "--trace"];
  expect(readFaultOptions(args)).toEqual({ schedules: 7, seed: 41, trace: true });
});

test.each([
  [["--schedules", "0"], "--schedules"],
  [["--schedules", "many"], "--schedules"],
  [["--seed", "1.5"], "--seed"],
  [["--sede", "1"], "--sede"],
])("%j is refused by the flag's name", (args, flag) => {
  expect(readFaultOptions(args)).toContain(flag);
});
