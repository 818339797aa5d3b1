/**
 * The rows of the table InstanceState. An instance is a partition; it has a row for each subject, event and gap, for
 * each event that is pending, and one for the end of its ledger.
 */
import { defined } from "../../model/defined";
import { type Pending } from "../../model/delivery";
import { type EventFields, type GapEvent, type StoredEvent } from "../../model/event";
import { type Instant } from "../../model/instant";
import { parseJson } from "../../model/text";
import { parseTraceparent } from "../../model/log";
import { type StoredSubject, type SubjectChange, type SubjectState } from "../../model/subject";
import { escapeKey } from "../table/keys";
import { COUNT, INSTANT, NUMBER, SUSPEND_REASONS, TEXT, TRIGGER, TRUTH, rowGuard, rowSchema } from "../table/rowSchema";
import { type StoredRow, type Values } from "../table/table";

export const LEDGER_ROW = "ledger";

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

const isSubjectRow = rowGuard<{ readonly subjectId: string; readonly state: string }>(
  rowSchema({ subjectId: TEXT, state: TEXT }),
);

export function toSubject({ values, version }: StoredRow): StoredSubject | undefined {
  if (!isSubjectRow(values)) return undefined;
  const state = parseJson(values.state);
  return isSubjectState(state) ? { subjectId: values.subjectId, state, version } : undefined;
}

export const EVENT_PREFIX = "event:";

/** The key counts down, so that the newest event comes first. */
export function eventRow(sequence: number): string {
  return EVENT_PREFIX + pad(Number.MAX_SAFE_INTEGER - sequence);
}

const DIGITS = 16;

function pad(sequence: number): string {
  return String(sequence).padStart(DIGITS, "0");
}

export const PENDING_PREFIX = "pending:";

/** The key counts up, so that the oldest event comes first. */
export function pendingRow(sequence: number): string {
  return PENDING_PREFIX + pad(sequence);
}

type Criteria = Pick<StoredEvent, "traits" | "crossing">;

type EventRow = Omit<StoredEvent, "fields" | keyof Criteria> & {
  /** The fields as JSON. */
  readonly fields: string;
  /** JSON of what subscriptions are matched by beside trigger and resource; absent when there is no such thing. */
  readonly criteria?: string;
};

const isEventRow = rowGuard<EventRow>(
  rowSchema(
    {
      sequence: COUNT,
      eventId: TEXT,
      trigger: TRIGGER,
      instanceId: TEXT,
      subjectId: TEXT,
      occurredAt: INSTANT,
      detectedAt: INSTANT,
      fields: TEXT,
    },
    { resource: TEXT, criteria: TEXT },
  ),
);

const isEventFields = rowGuard<EventFields>({
  type: "object",
  additionalProperties: { type: ["string", "number", "boolean"] },
});

const areCriteria = rowGuard<Criteria>(
  rowSchema(
    {},
    {
      traits: { type: "object", additionalProperties: TEXT },
      crossing: rowSchema({ previous: NUMBER, current: NUMBER }),
    },
  ),
);

export function toEvent({ values }: StoredRow): StoredEvent | undefined {
  if (!isEventRow(values)) return undefined;
  const { sequence, eventId, trigger, instanceId, subjectId, resource, occurredAt, detectedAt } = values;
  const fields = parseJson(values.fields);
  const criteria = parseJson(values.criteria ?? "{}");
  if (!isEventFields(fields) || !areCriteria(criteria)) return undefined;
  const event = { sequence, eventId, trigger, instanceId, subjectId, occurredAt, detectedAt, fields, ...criteria };
  const traceparent = parseTraceparent(values.traceparent);
  return { ...event, ...defined({ resource, traceparent }) };
}

/** A gap with its sequence in the instance's ledger, among the events. */
export interface StoredGap extends GapEvent {
  readonly sequence: number;
}

/** The value of the column `kind` in the row of a gap. The row of an event has no such column. */
export const GAP_KIND = "gap";

const isGapRow = rowGuard<StoredGap>(
  rowSchema(
    { kind: { const: GAP_KIND }, sequence: COUNT, gapId: TEXT, detectedAt: INSTANT },
    { lastKnownAt: INSTANT, oldestSeenAt: INSTANT },
  ),
);

export function toGap({ values }: StoredRow): StoredGap | undefined {
  if (!isGapRow(values)) return undefined;
  const { sequence, gapId, detectedAt, lastKnownAt, oldestSeenAt } = values;
  return { sequence, gapId, detectedAt, ...defined({ lastKnownAt, oldestSeenAt }) };
}

export const SUBJECT_PREFIX = "subject:";

export function subjectRow(subjectId: string): string {
  return SUBJECT_PREFIX + escapeKey(subjectId);
}

/** The sequence in an event's row key. */
export function eventSequence(row: string): number {
  return Number.MAX_SAFE_INTEGER - Number(row.slice(EVENT_PREFIX.length));
}

export function fromGap({ sequence, gapId, detectedAt, lastKnownAt, oldestSeenAt }: StoredGap): Values {
  return { kind: GAP_KIND, sequence, gapId, detectedAt, lastKnownAt, oldestSeenAt };
}

interface PendingRow {
  readonly instanceId: string;
  readonly sequence: number;
  readonly eventId: string;
  readonly handedOver: boolean;
  readonly pages: number;
  readonly cursor?: string;
  readonly dueAt: Instant;
}

const isPendingRow = rowGuard<PendingRow>(
  rowSchema(
    { instanceId: TEXT, sequence: COUNT, eventId: TEXT, handedOver: TRUTH, pages: COUNT, dueAt: INSTANT },
    { cursor: TEXT },
  ),
);

export function toPending({ values, version }: StoredRow): Pending | undefined {
  if (!isPendingRow(values)) return undefined;
  const { instanceId, sequence, eventId, handedOver, pages, cursor, dueAt } = values;
  const event = { instanceId, sequence, eventId };
  return { event, handedOver, pages, ...defined({ cursor }), dueAt, version };
}

export function fromSubject({ subjectId, state }: SubjectChange): Values {
  return { subjectId, state: JSON.stringify(state) };
}

export function fromEvent({ fields, traits, crossing, ...event }: StoredEvent): Values {
  const { sequence, eventId, trigger, instanceId, subjectId, resource, occurredAt, detectedAt, traceparent } = event;
  const known = { sequence, eventId, trigger, instanceId, subjectId, resource, occurredAt, detectedAt, traceparent };
  const criteria = traits || crossing ? JSON.stringify({ traits, crossing }) : undefined;
  return { ...known, fields: JSON.stringify(fields), criteria };
}

export function fromPending({ event, handedOver, pages, cursor, dueAt }: Omit<Pending, "version">): Values {
  const { instanceId, sequence, eventId } = event;
  return { instanceId, sequence, eventId, handedOver, pages, cursor, dueAt };
}
