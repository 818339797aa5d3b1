import { type Sample, toSegmentSample } from "../../shared/model/segment";
import { at } from "../builders/workflow";

const evaluation = { status: "CompletedSuccess", evaluatedAt: at(5), entityCount: 12, runId: "run-1" };
const sample = { sampleId: "run-1", value: 12, evaluatedAt: at(5) };

test.each<[string, Partial<Parameters<typeof toSegmentSample>[0]>, Sample | undefined]>([
  ["a complete success", {}, sample],
  ["A2: in another case", { status: "completedsuccess" }, sample],
  ["A2: a history's free text", { status: "Completed Success" }, sample],
  ["A13: failed", { status: "CompletedFailure" }, undefined],
  ["A13: running", { status: "Running" }, undefined],
  ["A13: not qualified", { status: "NotQualified" }, undefined],
  ["A2: unknown", { status: "success" }, undefined],
  ["A12: without a date", { evaluatedAt: undefined }, undefined],
  ["without a count", { entityCount: undefined }, undefined],
  ["a count that is no number", { entityCount: Number.NaN }, undefined],
  ["a count of none", { entityCount: 0 }, { ...sample, value: 0 }],
  ["without a run its date tells it", { runId: undefined }, { ...sample, sampleId: at(5) }],
  ["with an empty run too", { runId: "" }, { ...sample, sampleId: at(5) }],
])("T3 %s", (_, parts, expected) => {
  expect(toSegmentSample({ ...evaluation, ...parts })).toEqual(expected);
});
