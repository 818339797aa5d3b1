import { toMeasureReading } from "../../../shared/source/reading/toMeasureReading";
import { aNote } from "./aNote";

const OUTPUT = { values: { Revenue: "1204331.75" }, evaluationTime: "2026-11-20T02:30:00.5Z" };
const DEFINITION = {
  kind: "Entity",
  type: "Structured",
  isScalar: true,
  isProfile: false,
  dimensions: [],
  aggregates: [{ alias: "Revenue" }],
};
const MEASURE = {
  name: "TotalRevenue",
  displayName: "Total revenue",
  version: 3,
  createdUtc: "2026-01-05T08:00:00Z",
  definition: DEFINITION,
  latestEvaluation: { state: "Completed", endTime: "2026-11-20T02:30:04Z" },
  output: OUTPUT,
};
const AT = "2026-11-20T02:30:00.5000000Z";
const SAMPLE = { sampleId: AT, value: 1204331.75, evaluatedAt: AT };
const READ = {
  name: "TotalRevenue",
  displayName: "Total revenue",
  version: 3,
  createdAt: "2026-01-05T08:00:00.0000000Z",
  eligibility: { ok: true },
  samples: [SAMPLE],
};
const PAST = { values: { Revenue: 9 }, evaluationTime: "2026-11-19T02:30:00Z" };
const PASTS = { sampleId: "2026-11-19T02:30:00.0000000Z", value: 9, evaluatedAt: "2026-11-19T02:30:00.0000000Z" };

test.each<[string, unknown, unknown, string[]]>([
  ["evaluated", MEASURE, READ, []],
  [
    "known by its name alone",
    { name: "New" },
    { name: "New", eligibility: { ok: false, reason: "unknown-kind" }, samples: [] },
    [],
  ],
  ["without a name", { ...MEASURE, name: null }, undefined, ["m.name"]],
  ["a list", [MEASURE], undefined, ["m.name"]],
  ["with its history", { ...MEASURE, outputHistory: [PAST] }, { ...READ, samples: [PASTS, SAMPLE] }, []],
  ["with its output in its history too", { ...MEASURE, outputHistory: [OUTPUT] }, READ, []],
  [
    "evaluated to no number",
    { ...MEASURE, output: { ...OUTPUT, values: { Revenue: "2026-11-19T18:44:05Z" } } },
    { ...READ, samples: [] },
    ["m.output.values"],
  ],
  [
    "evaluated at no time",
    { ...MEASURE, output: { ...OUTPUT, evaluationTime: null } },
    { ...READ, samples: [] },
    ["m.output.evaluationTime"],
  ],
  ["evaluated to a text", { ...MEASURE, output: "1" }, { ...READ, samples: [] }, ["m.output"]],
  ["evaluated to a list", { ...MEASURE, output: { values: ["1"] } }, { ...READ, samples: [] }, ["m.output.values"]],
  ["being evaluated anew", { ...MEASURE, latestEvaluation: { state: "running" } }, { ...READ, samples: [] }, []],
  [
    "evaluated as only its history tells",
    {
      ...MEASURE,
      latestEvaluation: null,
      evaluationHistory: [
        { state: "completed", endTime: "2026-11-20T02:30:04Z" },
        { state: "failed", endTime: "2026-11-19T02:30:04Z" },
        { state: "failed", endTime: null },
      ],
    },
    READ,
    [],
  ],
  ["evaluated as nothing tells", { ...MEASURE, latestEvaluation: null }, { ...READ, samples: [] }, []],
  [
    "in a new state",
    { ...MEASURE, latestEvaluation: { state: "Paused" } },
    { ...READ, samples: [] },
    ["m.latestEvaluation.state"],
  ],
])("a measure is read when it is %s", (_name, seen, expected, noted) => {
  const { note, places } = aNote();
  expect(toMeasureReading(seen, "m", note)?.measure).toEqual(expected);
  expect(places).toEqual(noted);
});

test.each<[string, unknown, object, string[]]>([
  ["a single value", DEFINITION, { ok: true }, []],
  ["a flag written as a text", { kind: "entity", isScalar: "True", dimensions: [{}] }, { ok: true }, []],
  ["dimensions", { kind: "entity", dimensions: [{}] }, { ok: false, reason: "has-dimensions" }, []],
  ["a value for each customer", { kind: "Attribute" }, { ok: false, reason: "profile-measure" }, []],
  ["a query of a single value", { type: "manual", isManualQueryScalar: true }, { ok: true }, []],
  ["a flag that is none", { ...DEFINITION, isProfile: "perhaps" }, { ok: true }, ["m.definition.isProfile"]],
  ["dimensions that are no list", { kind: "entity", dimensions: "none" }, { ok: true }, ["m.definition.dimensions"]],
  ["a new kind", { kind: "both" }, { ok: false, reason: "unknown-kind" }, ["m.definition.kind"]],
  ["no definition", null, { ok: false, reason: "unknown-kind" }, []],
  ["a definition that is none", "sum", { ok: false, reason: "unknown-kind" }, ["m.definition"]],
])("a measure with %s is judged", (_name, definition, eligibility, noted) => {
  const { note, places } = aNote();
  expect(toMeasureReading({ ...MEASURE, definition }, "m", note)?.measure.eligibility).toEqual(eligibility);
  expect(places).toEqual(noted);
});

const END = "2026-11-20T02:30:04.0000000Z";

test.each<[string, object, string | undefined]>([
  ["neither output nor history", { output: null }, END],
  ["an output without a value", { output: { values: {}, evaluationTime: null }, outputHistory: [] }, END],
  ["an output", {}, undefined],
  ["a history", { output: null, outputHistory: [PAST] }, undefined],
  ["an output that is no number", { output: { values: { Revenue: "x" } } }, undefined],
  ["a failed evaluation", { output: null, latestEvaluation: { state: "failed", endTime: END } }, undefined],
  ["an evaluation without an end", { output: null, latestEvaluation: { state: "completed" } }, undefined],
  ["a value for each customer", { output: null, definition: { kind: "attribute" } }, undefined],
])("whether a value was made and is not told, with %s", (_name, change, untoldSince) => {
  const { note } = aNote();
  expect(toMeasureReading({ ...MEASURE, ...change }, "m", note)?.untoldSince).toBe(untoldSince);
});
