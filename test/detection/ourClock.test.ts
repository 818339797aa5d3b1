import { aJob, aNode, at } from "../builders/workflow";
import { type Look, found } from "./watchDataSource";

const TEN_YEARS_MINUTES = 5_256_000;

const failed = aNode({ status: "failed", endedAt: at(5), jobIds: ["job-2"] });
const looks: readonly Look[] = [
  { nodes: [aNode({ endedAt: at(0) })] },
  { nodes: [failed], jobs: [aJob({ jobId: "job-2", status: "running" })], minute: 5 },
  { nodes: [failed], jobs: [aJob({ jobId: "job-2", status: "failed", endedAt: at(6) })], minute: 6 },
];

test.each([
  ["right", 0],
  ["ten years behind", -TEN_YEARS_MINUTES],
  ["ten years ahead", TEN_YEARS_MINUTES],
])("invariant 8: with a clock of ours that is %s the same events of CI are found, at CI's times", (_, off) => {
  const shifted = looks.map((look) => ({ ...look, minute: (look.minute ?? 0) + off }));
  expect(found(shifted)).toEqual(["failed 5"]);
  expect(found(shifted.slice(0, 2))).toEqual([]);
});

test("invariant 8: a clock of ours that goes back between two looks loses nothing", () => {
  expect(found(looks.map((look, index) => ({ ...look, minute: -index * 1_000 })))).toEqual(["failed 5"]);
});
