import { type DetectedEvent, type GapEvent } from "./event";
import { type Instant } from "./instant";
import { type Sample } from "./segment";
import { type SuspendReason } from "./subscription";

export const JOBS_SUBJECT_ID = "jobs";

export const LIST_CHECKS_SUBJECT_ID = "readings";

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

/** What we remember of a job (rules T5 and T6). */
export interface KnownJob {
  readonly jobId: string;
  readonly submittedAt?: Instant;
  /** Its end was not settled yet. */
  readonly open: boolean;
  /** Its unification was reported, or passed over at the baseline. */
  readonly unified: boolean;
  /** Our clock: since when it counts as failed while its tasks go on. */
  readonly endedSince?: Instant;
}

/** What we remember of the jobs of an instance, oldest first: all open ones, all listed last, the newest of the rest. */
export interface JobsState {
  readonly kind: "jobs";
  readonly jobs: readonly KnownJob[];
  /** Unknown jobs that were submitted at or before it are old news: they were forgotten, or came before the baseline. */
  readonly horizon?: Instant;
  /** End of the newest merge that the nodes showed as successful. */
  readonly mergedAt?: Instant;
  /** End of the newest merge that was reported by its node. */
  readonly nodeToldAt?: Instant;
}

/** What we remember of a subscribed segment or measure (rules T3 and T4). */
export interface SampledState {
  readonly kind: "segment" | "measure";
  /** The newest sample; absent until there was one. */
  readonly last?: Sample;
  readonly createdAt?: Instant;
  readonly version?: number;
  /** Complete answers in a row that it was not in; counted up to two. */
  readonly absences: number;
  /** Why its subscriptions were suspended; absent when they are not. */
  readonly suspended?: SuspendReason;
}

/** When a list was last asked for, and what gave reason to: compared only with itself. */
export interface ListCheck {
  /** Our clock. */
  readonly askedAt: Instant;
  readonly seen: string;
}

/** What we remember of our own reading of an instance: which lists need not be asked for again. */
export interface ListChecksState {
  readonly kind: "readings";
  readonly dataSources?: ListCheck;
  readonly segments?: ListCheck;
  /** `unread`: names whose turn has not come yet, then those whose last read failed. */
  readonly measures?: ListCheck & { readonly unread: readonly string[] };
  /** When the newest job was submitted that data sources were judged by: how far back the next list has to reach. */
  readonly newestJobAt?: Instant;
  /** Our clock: when the instance was last seen to be active. */
  readonly activeAt?: Instant;
}

export type SubjectState = DataSourceState | JobsState | SampledState | ListChecksState;

/** What storage gives with a row and wants back to write it: opaque, equal only for the same state of the row. */
export type Version = string;

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

/** Says that an instance has subscriptions and when to look at it next. */
export interface Watch {
  readonly instanceId: string;
  readonly nextPollAt: Instant;
  /** When the last poll ended, whatever came of it; absent: none has. */
  readonly lastPollAt?: Instant;
  /** Polls in a row that could not read the source. */
  readonly failures: number;
  /** Polls in a row that found the instance gone or hidden from us (A18); absent: none. */
  readonly invisible?: number;
  readonly version: Version;
}

const DATA_SOURCE_PREFIX = "data-source.";

export function dataSourceSubjectId(dataSourceId: string): string {
  return DATA_SOURCE_PREFIX + dataSourceId;
}

export interface StoredSubject {
  readonly subjectId: string;
  readonly state: SubjectState;
  readonly version: Version;
}

/** The id of the data source that a subject is; undefined for another subject. */
export function dataSourceIdOf({ subjectId, state }: Pick<StoredSubject, "subjectId" | "state">): string | undefined {
  return state.kind === "data-source" ? subjectId.slice(DATA_SOURCE_PREFIX.length) : undefined;
}

export function sampledSubjectId(kind: SampledState["kind"], name: string): string {
  return `${kind}.${name}`;
}
