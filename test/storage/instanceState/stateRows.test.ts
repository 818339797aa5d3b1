import { assert, double, property } from "fast-check";
import { type StoredEvent } from "../../../shared/model/event";
import { parseTraceparent } from "../../../shared/model/log";
import {
  type DataSourceState,
  type JobsState,
  type ListChecksState,
  type SampledState,
  type SubjectState,
} from "../../../shared/model/subject";
import {
  fromEvent,
  fromSubject,
  isSubjectState,
  toEvent,
  toSubject,
} from "../../../shared/storage/instanceState/stateRows";
import { type ColumnValue } from "../../../shared/storage/table/table";
import { aState, anEvent, at } from "../../contracts/builders";

function throughRow(event: StoredEvent, changes: Record<string, ColumnValue> = {}): StoredEvent | undefined {
  const entries = Object.entries({ ...fromEvent(event), ...changes }).filter(
    (entry): entry is [string, ColumnValue] => entry[1] !== undefined,
  );
  return toEvent({ row: "event:1", version: "v", values: Object.fromEntries(entries) });
}

const EVENT: StoredEvent = { ...anEvent({ instanceId: "i" }), sequence: 1 };

test.each<Partial<StoredEvent>>([
  {},
  { traits: { submissionKind: "ondemand", outcome: "any ö" } },
  { crossing: { previous: -1, current: 1e308 } },
  { traits: {}, crossing: { previous: 0, current: 5e-324 } },
])("an event with %j comes back from its row, with nothing more", (given) => {
  expect(throughRow({ ...EVENT, ...given })).toStrictEqual({ ...EVENT, ...given });
});

test("any step comes back to the last bit", () => {
  const anyNumber = double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0); // -0 is 0
  const comesBack = property(anyNumber, anyNumber, (previous, current) => {
    const crossing = { previous, current };
    expect(throughRow({ ...EVENT, crossing })?.crossing).toEqual(crossing);
  });
  expect(() => assert(comesBack)).not.toThrow();
});

test.each([
  { criteria: "{" },
  { criteria: "[]" },
  { criteria: `{"crossing":{"previous":1}}` },
  { criteria: `{"crossing":{"previous":1,"current":null}}` },
  { criteria: `{"traits":{"outcome":1}}` },
  { kind: "gap", trigger: "none" },
])("a row with %j is no event", (changes) => {
  expect(throughRow({ ...EVENT, crossing: { previous: 1, current: 2 } }, changes)).toBeUndefined();
});

test("an event keeps the trace that it was found in; a row without one, or with none that is one, is an event all the same", () => {
  const traceparent = parseTraceparent(`00-${"ab".repeat(16)}-${"cd".repeat(8)}-01`);
  expect(throughRow({ ...EVENT, ...(traceparent && { traceparent }) })).toStrictEqual({ ...EVENT, traceparent });
  expect(throughRow(EVENT, { traceparent: "00-nonsense" })).toStrictEqual(EVENT);
});

const HELD: DataSourceState = aState({ signal: "undecided", held: { endedAt: at(-9), since: at(-5) } });
const JOBS: Required<JobsState> = {
  kind: "jobs",
  jobs: [
    { jobId: "1", open: false, unified: true },
    { jobId: "2", open: true, unified: false, submittedAt: at(-9), endedSince: at(-1) },
  ],
  horizon: at(-99),
  mergedAt: at(-7),
  nodeToldAt: at(-7),
};
const SEGMENT: Required<SampledState> = {
  kind: "segment",
  last: { sampleId: "run-1", value: -1.5e-300, evaluatedAt: at(-3) },
  createdAt: at(-999),
  version: 3,
  absences: 2,
  suspended: "resource-deleted",
};
const READING = { askedAt: at(-1), seen: "mark" };
const READINGS: Required<ListChecksState> = {
  kind: "readings",
  dataSources: READING,
  segments: READING,
  measures: { ...READING, unread: ["a", "b"] },
  newestJobAt: at(-3),
  activeAt: at(-2),
};

test.each<SubjectState>([
  HELD,
  JOBS,
  { kind: "jobs", jobs: [] },
  SEGMENT,
  { kind: "measure", absences: 0 },
  { ...SEGMENT, kind: "measure", suspended: "no-single-value" },
  READINGS,
  { kind: "readings" },
])("a $kind state comes back from its row (%#)", (state) => {
  const values = fromSubject({ subjectId: "s", state, events: [] }) as Record<string, string>;
  expect(toSubject({ row: "subject:s", version: "v", values })).toEqual({ subjectId: "s", state, version: "v" });
});

test.each([
  { kind: "unheard-of" },
  {},
  { ...HELD, held: { endedAt: at(-9) } },
  { ...JOBS, jobs: {} },
  { ...JOBS, jobs: [{ jobId: "1", open: "no", unified: true }] },
  { ...JOBS, horizon: "yesterday" },
  { ...SEGMENT, last: { sampleId: "1", evaluatedAt: at(0) } },
  { ...SEGMENT, last: { sampleId: "1", value: "7", evaluatedAt: at(0) } },
  { ...SEGMENT, suspended: "a whim" },
  { ...SEGMENT, absences: -1 },
  { ...READINGS, measures: READING },
  { ...READINGS, segments: { askedAt: 5, seen: "" } },
])("%j is no subject's state", (state) => {
  expect(isSubjectState(state)).toBe(false);
});
