import {
  type DataSourceState,
  type JobsState,
  type ReadingsState,
  type SampledState,
  type SubjectState,
} from "../../../shared/model/subject";
import { isSubjectState } from "../../../shared/storage/instanceState/isSubjectState";
import { fromSubject, toSubject } from "../../../shared/storage/instanceState/subjectRows";
import { aState, at } from "../../contracts/builders";

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
const READINGS: Required<ReadingsState> = {
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
