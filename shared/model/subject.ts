/**
 * Subjects: the things of an instance whose state we remember, so that the next poll can find what happened: a data
 * source, the jobs, a segment or a measure, and our own reading. Watches: the rows that say which instances are polled,
 * and when.
 */

import { type DetectedEvent, type GapEvent } from "./event";
import { type Instant } from "./instant";
import { type Sample } from "./segment";
import { type Version } from "./stored";
import { type SuspendReason } from "./subscription";

/** The state of a data source (docs/customer-insights.md, T1 and T2). */
export interface DataSourceState {
  readonly kind: "data-source";
  /**
   * The signal that shows how its refreshes end. It is chosen once, at the baseline or at the first refresh after it.
   */
  readonly signal: "nodes" | "refresh-state" | "undecided";
  /** The end of the newest run that was reported, or skipped at the baseline. */
  readonly settledAt?: Instant;
  /** A failure that CI may still retry, and since when, by our clock, it has not changed. */
  readonly held?: { readonly endedAt: Instant; readonly since: Instant };
  readonly refreshState: string;
  /**
   * The number of events found by `refresh-state`. It distinguishes failures, which have no time of their own there.
   */
  readonly episode: number;
  /** The time of the baseline, by our clock. */
  readonly baselineAt: Instant;
  /** The number of complete lists in a row that left it out, counted up to two; absent for none. */
  readonly absences?: number;
  /** Why its subscriptions are suspended; absent when they are not. */
  readonly suspended?: SuspendReason;
}

/** A job that we remember (docs/customer-insights.md, T5 and T6). */
export interface KnownJob {
  readonly jobId: string;
  readonly submittedAt?: Instant;
  /** True while its end is not settled. */
  readonly open: boolean;
  /** True when its unification was reported, or skipped at the baseline. */
  readonly unified: boolean;
  /** Since when, by our clock, it counts as failed while its tasks go on. */
  readonly endedSince?: Instant;
}

/**
 * The state of an instance's jobs, oldest first: all open jobs, all jobs of the last list, and the newest of the
 * others.
 */
export interface JobsState {
  readonly kind: "jobs";
  readonly jobs: readonly KnownJob[];
  /**
   * Unknown jobs that were submitted at this time or earlier are ignored: they were forgotten, or precede the baseline.
   */
  readonly horizon?: Instant;
  /** The end of the newest merge that the nodes showed as successful. */
  readonly mergedAt?: Instant;
  /** The end of the newest merge that was reported because of its node. */
  readonly nodeToldAt?: Instant;
}

/** The state of a subscribed segment or measure (docs/customer-insights.md, T3 and T4). */
export interface SampledState {
  readonly kind: "segment" | "measure";
  /** The newest sample; absent before the first one. */
  readonly last?: Sample;
  readonly createdAt?: Instant;
  readonly version?: number;
  /** The number of complete answers in a row that left it out, counted up to two. */
  readonly absences: number;
  /** Why its subscriptions are suspended; absent when they are not. */
  readonly suspended?: SuspendReason;
}

/** The last check of a list; `seen` is what gave reason to read it, and is compared only with itself. */
export interface ListCheck {
  /** When the list was asked for, by our clock. */
  readonly askedAt: Instant;
  readonly seen: string;
}

/** The state of our own checks of an instance: it shows which lists need not be asked for again. */
export interface ListChecksState {
  readonly kind: "readings";
  readonly dataSources?: ListCheck;
  readonly segments?: ListCheck;
  /** `unread` holds the names of measures that are still to be read, then those whose last read failed. */
  readonly measures?: ListCheck & { readonly unread: readonly string[] };
  /**
   * When the newest job was submitted by which data sources were judged. The next list of jobs has to reach back to it.
   */
  readonly newestJobAt?: Instant;
  /** When the instance was last seen to be active, by our clock. */
  readonly activeAt?: Instant;
}

export type SubjectState = DataSourceState | JobsState | SampledState | ListChecksState;

export interface StoredSubject {
  readonly subjectId: string;
  readonly state: SubjectState;
  readonly version: Version;
}

/**
 * A change of a subject with its events, which is written in one transaction. A change without `version` creates the
 * subject.
 */
export interface SubjectChange {
  readonly subjectId: string;
  readonly state: SubjectState;
  readonly version?: Version;
  /** The events of the change, at most 30. */
  readonly events: readonly DetectedEvent[];
  /** A gap, which is stored in the history but calls no flow. */
  readonly gap?: GapEvent;
}

/** The watch of an instance: it exists while the instance has subscriptions, and says when to poll next. */
export interface Watch {
  readonly instanceId: string;
  readonly nextPollAt: Instant;
  /** When the last poll ended, successfully or not; absent before the first poll. */
  readonly lastPollAt?: Instant;
  /** The number of polls in a row that could not read the source. */
  readonly failures: number;
  /** When the first of these polls ended; absent when there is none, and in rows of 0.1.0 until the next failure. */
  readonly failingSince?: Instant;
  /** The number of polls in a row that found the instance gone or hidden from us (A18); absent for none. */
  readonly invisible?: number;
  /** Since when a poll is due that was queued, perhaps repeatedly, and has not ended; absent when there is none. */
  readonly dueSince?: Instant;
  readonly version: Version;
}

/** The timers that drive the service. Each keeps a tick, so that others notice when it stands still. */
export const TIMERS = ["schedulePolls", "sweep"] as const;

export type TimerName = (typeof TIMERS)[number];

export const JOBS_SUBJECT_ID = "jobs";

export const LIST_CHECKS_SUBJECT_ID = "readings";

const DATA_SOURCE_PREFIX = "data-source.";

export function dataSourceSubjectId(dataSourceId: string): string {
  return DATA_SOURCE_PREFIX + dataSourceId;
}

export function sampledSubjectId(kind: SampledState["kind"], name: string): string {
  return `${kind}.${name}`;
}

/** The id of the data source that a subject is; undefined for another subject. */
export function dataSourceIdOf({ subjectId, state }: Pick<StoredSubject, "subjectId" | "state">): string | undefined {
  return state.kind === "data-source" ? subjectId.slice(DATA_SOURCE_PREFIX.length) : undefined;
}
