import { readProcessOptions } from "./readProcessOptions";

test("without flags 5,000 deliveries over three hosts are made, six of which are killed", () => {
  expect(readProcessOptions([])).toEqual({ deliveries: 5_000, hosts: 3, kills: 6, seed: 1 });
});

test("each flag is read", () => {
  const args = ["--deliveries", "700", "--hosts", "2", "--kills", "0", "--seed", "41"];
  expect(readProcessOptions(args)).toEqual({ deliveries: 700, hosts: 2, kills: 0, seed: 41 });
});

test.each([
  [["--deliveries", "99"], "--deliveries"],
  [["--hosts", "0"], "--hosts"],
  [["--kills", "-1"], "--kills"],
  [["--kills", "many"], "--kills"],
  [["--sede", "1"], "--sede"],
])("%j is refused by the flag's name", (args, flag) => {
  expect(readProcessOptions(args)).toContain(flag);
});
