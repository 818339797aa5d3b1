import { type DetectedEvent, type GapEvent } from "./event";
import { type Instant } from "./instant";
import { type JobsState } from "./jobsState";
import { type ReadingsState } from "./readingsState";
import { type SampledState } from "./sampledState";
import { type SuspendReason } from "./suspension";

/** What we remember of a data source (rules T1 and T2). */
export interface DataSourceState {
  readonly kind: "data-source";
  /** What tells how its refreshes end. Chosen once, at the baseline or at the first refresh after it; never both. */
  readonly signal: "nodes" | "refresh-state" | "undecided";
  /** End of the newest run that was reported, or passed over at the baseline. */
  readonly settledAt?: Instant;
  /** A failure that may still be retried, and since when (our clock) it has been seen unchanged. */
  readonly held?: { readonly endedAt: Instant; readonly since: Instant };
  readonly refreshState: string;
  /** Events found by `refresh-state` so far: its failures have no time of their own to tell them apart. */
  readonly episode: number;
  /** Our clock. */
  readonly baselineAt: Instant;
  /** Complete lists in a row that it was not in; counted up to two; absent: none. */
  readonly absences?: number;
  /** Why its subscriptions were suspended; absent when they are not. */
  readonly suspended?: SuspendReason;
}

export type SubjectState = DataSourceState | JobsState | SampledState | ReadingsState;

const DATA_SOURCE_PREFIX = "data-source.";

export function dataSourceSubjectId(dataSourceId: string): string {
  return DATA_SOURCE_PREFIX + dataSourceId;
}

/** The id of the data source that a subject is; undefined for another subject. */
export function dataSourceIdOf({ subjectId, state }: Pick<StoredSubject, "subjectId" | "state">): string | undefined {
  return state.kind === "data-source" ? subjectId.slice(DATA_SOURCE_PREFIX.length) : undefined;
}

/** What storage gives with a row and wants back to write it: opaque, equal only for the same state of the row. */
export type Version = string;

export interface StoredSubject {
  readonly subjectId: string;
  readonly state: SubjectState;
  readonly version: Version;
}

/** What detection wants written in one transaction. Without `version` the subject must not exist yet. */
export interface SubjectChange {
  readonly subjectId: string;
  readonly state: SubjectState;
  readonly version?: Version;
  /** At most 30. */
  readonly events: readonly DetectedEvent[];
  /** Stored in the history beside the events; calls no flow. */
  readonly gap?: GapEvent;
}
