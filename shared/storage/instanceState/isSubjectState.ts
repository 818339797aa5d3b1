import { type SubjectState } from "../../model/subject";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, NUMBER, TEXT, TRUTH, rowSchema } from "../rows/rowSchema";
import { SUSPEND_REASONS } from "../rows/suspendReasons";

const DATA_SOURCE = rowSchema(
  {
    kind: { const: "data-source" },
    signal: { enum: ["nodes", "refresh-state", "undecided"] },
    refreshState: TEXT,
    episode: COUNT,
    baselineAt: INSTANT,
  },
  {
    settledAt: INSTANT,
    held: rowSchema({ endedAt: INSTANT, since: INSTANT }),
    absences: COUNT,
    suspended: { enum: SUSPEND_REASONS },
  },
);

const KNOWN_JOB = rowSchema(
  { jobId: TEXT, open: TRUTH, unified: TRUTH },
  { submittedAt: INSTANT, endedSince: INSTANT },
);
const JOBS = rowSchema(
  { kind: { const: "jobs" }, jobs: { type: "array", items: KNOWN_JOB } },
  { horizon: INSTANT, mergedAt: INSTANT, nodeToldAt: INSTANT },
);

const SAMPLED = rowSchema(
  { kind: { enum: ["segment", "measure"] }, absences: COUNT },
  {
    last: rowSchema({ sampleId: TEXT, value: NUMBER, evaluatedAt: INSTANT }),
    createdAt: INSTANT,
    version: NUMBER,
    suspended: { enum: SUSPEND_REASONS },
  },
);

const READING = { askedAt: INSTANT, seen: TEXT };
const READINGS = rowSchema(
  { kind: { const: "readings" } },
  {
    dataSources: rowSchema(READING),
    segments: rowSchema(READING),
    measures: rowSchema({ ...READING, unread: { type: "array", items: TEXT } }),
    newestJobAt: INSTANT,
    activeAt: INSTANT,
  },
);

/** One schema per kind of subject; the type makes sure that each has one. */
const STATES: Readonly<Record<SubjectState["kind"], object>> = {
  "data-source": DATA_SOURCE,
  jobs: JOBS,
  segment: SAMPLED,
  measure: SAMPLED,
  readings: READINGS,
};

export const isSubjectState = rowGuard<SubjectState>({ anyOf: [...new Set(Object.values(STATES))] });
