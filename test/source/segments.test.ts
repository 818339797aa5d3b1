import { toSegment } from "../../shared/source/segments";
import { aNote } from "./answer/aNote";

const RUN = "1F0E0D0C-0B0A-4908-8706-050403020100";
const LATEST = {
  jobStatus: "CompletedSuccess",
  evaluationDate: "2026-11-20T02:30:00.1234567Z",
  entityCount: 120,
  lastSuccessfulRunId: RUN,
};
const SEGMENT = {
  name: "HighValue",
  friendlyName: "High value",
  state: "Active",
  version: "12",
  createdUtc: "2026-01-05T08:00:00Z",
  evaluationStatus: LATEST,
};
const SAMPLE = { sampleId: RUN.toLowerCase(), value: 120, evaluatedAt: "2026-11-20T02:30:00.1234567Z" };
const READ = {
  name: "HighValue",
  friendlyName: "High value",
  state: "active",
  version: 12,
  createdAt: "2026-01-05T08:00:00.0000000Z",
  samples: [SAMPLE],
};
const YESTERDAY = { jobStatus: "CompletedSuccess", evaluationDate: "2026-11-19T02:30:00Z", entityCount: 90 };
const YESTERDAYS = {
  sampleId: "2026-11-19T02:30:00.0000000Z",
  value: 90,
  evaluatedAt: "2026-11-19T02:30:00.0000000Z",
};

test.each<[string, unknown, unknown, string[]]>([
  ["evaluated", SEGMENT, READ, []],
  ["known by its name alone", { name: "New" }, { name: "New", state: "", samples: [], unevaluated: true }, []],
  ["in a new state", { ...SEGMENT, state: "Paused" }, { ...READ, state: "paused" }, ["s.state"]],
  ["of a version that is no number", { ...SEGMENT, version: "x" }, { ...READ, version: undefined }, ["s.version"]],
  ["without a name", { ...SEGMENT, name: " " }, undefined, ["s.name"]],
  ["of too long a name", { ...SEGMENT, name: "x".repeat(401) }, undefined, ["s.name"]],
  ["null", null, undefined, ["s.name"]],
])("a segment is read when it is %s", (_name, seen, expected, noted) => {
  const { note, places } = aNote();
  expect(toSegment(seen, "s", note)).toEqual(expected);
  expect(places).toEqual(noted);
});

test.each<[string, object, object[], string[]]>([
  ["a number written as a text", { entityCount: " 120 " }, [SAMPLE], []],
  ["another casing", { jobStatus: "COMPLETEDSUCCESS" }, [SAMPLE], []],
  ["no run", { lastSuccessfulRunId: null }, [{ ...SAMPLE, sampleId: SAMPLE.evaluatedAt }], []],
  [
    "a run that is none",
    { lastSuccessfulRunId: "00000000-0000-0000-0000-000000000000" },
    [{ ...SAMPLE, sampleId: SAMPLE.evaluatedAt }],
    [],
  ],
  ["no members", { entityCount: 0 }, [{ ...SAMPLE, value: 0 }], []],
  ["a failure", { jobStatus: "CompletedFailure" }, [], []],
  ["a running evaluation", { jobStatus: "Running" }, [], []],
  ["an unknown status", { jobStatus: "Paused" }, [], ["s.evaluationStatus.jobStatus"]],
  ["no status", { jobStatus: null }, [], []],
  ["no date", { evaluationDate: null }, [], []],
  ["a date of year 1", { evaluationDate: "0001-01-01T00:00:00" }, [], []],
  ["a date that is none", { evaluationDate: "yesterday" }, [], ["s.evaluationStatus.evaluationDate"]],
  ["no count", { entityCount: null }, [], []],
  ["a count that is no number", { entityCount: "many" }, [], ["s.evaluationStatus.entityCount"]],
  ["a count below zero", { entityCount: -1 }, [], ["s.evaluationStatus.entityCount"]],
])("an evaluation with %s", (_name, change, samples, noted) => {
  const { note, places } = aNote();
  const seen = { ...SEGMENT, evaluationStatus: { ...LATEST, ...change } };
  expect(toSegment(seen, "s", note)?.samples).toEqual(samples);
  expect(places).toEqual(noted);
});

const { lastSuccessfulRunId: _run, ...AS_HISTORY } = LATEST;

test.each<[string, unknown, object[], string[]]>([
  ["null", null, [SAMPLE], []],
  ["empty", [], [SAMPLE], []],
  ["of other evaluations", [YESTERDAY], [YESTERDAYS, SAMPLE], []],
  ["with the latest in it, which is one sample and tells its run", [AS_HISTORY, YESTERDAY], [SAMPLE, YESTERDAYS], []],
  ["with a status in free text", [{ ...YESTERDAY, jobStatus: "Did not finish" }], [SAMPLE], []],
  ["with status in other words", [{ ...YESTERDAY, jobStatus: "Completed success" }], [YESTERDAYS, SAMPLE], []],
  [
    "with items that are none",
    [null, 7, YESTERDAY],
    [YESTERDAYS, SAMPLE],
    ["s.evaluationStatusHistory[0]", "s.evaluationStatusHistory[1]"],
  ],
  ["no list", "none", [SAMPLE], ["s.evaluationStatusHistory"]],
])("a history that is %s", (_name, evaluationStatusHistory, samples, noted) => {
  const { note, places } = aNote();
  expect(toSegment({ ...SEGMENT, evaluationStatusHistory }, "s", note)?.samples).toEqual(samples);
  expect(places).toEqual(noted);
});

test("of a failed evaluation only the history's successes count", () => {
  const { note } = aNote();
  const seen = {
    ...SEGMENT,
    evaluationStatus: { ...LATEST, jobStatus: "CompletedFailure" },
    evaluationStatusHistory: [YESTERDAY],
  };
  expect(toSegment(seen, "s", note)?.samples).toEqual([YESTERDAYS]);
});

test("an evaluation that is no object is noted", () => {
  const { note, places } = aNote();
  expect(toSegment({ ...SEGMENT, evaluationStatus: "fine" }, "s", note)?.samples).toEqual([]);
  expect(places).toEqual(["s.evaluationStatus"]);
});
