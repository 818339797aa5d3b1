/**
 * The form of the status report. `shared/http/statusReport.schema.json` is its JSON schema; the texts for people are in
 * `http`. States are CI's words in lower case, `unknown` when CI says none.
 */
import { type GapEvent } from "../model/event";
import { type Instant } from "../model/instant";
import { type DormancyCause, type SuspendReason } from "../model/subscription";

export const DETAILS = ["summary", "full"] as const;

export type Detail = (typeof DETAILS)[number];

/** The number of things in each state. */
export interface StateCounts {
  readonly total: number;
  readonly states: Readonly<Record<string, number>>;
}

/** A list of things. `items` is present in a full report only, and holds at most 1,000; `total` counts all. */
export interface Section<Item> extends StateCounts {
  readonly items?: readonly Item[];
}

/** CI's description of what is wrong with the latest run; code has at most 100 characters, message 300. */
export interface ReportedProblem {
  readonly severity: string;
  readonly code?: string;
  readonly message?: string;
}

/** The fields that all things of CI have. Names and states have at most 200 characters. */
interface Described {
  readonly name?: string;
  readonly state: string;
  readonly problem?: ReportedProblem;
}

export interface DataSourceStatus extends Described {
  readonly dataSourceId: string;
  readonly lastRefreshedAt?: Instant;
}

/** A step of unification; `step` is map, match, merge or relationship. */
export interface UnificationItem extends Described {
  readonly step: string;
  readonly endedAt?: Instant;
  readonly lastSucceededAt?: Instant;
}

export interface UnificationSection extends Section<UnificationItem> {
  /** When a merge last succeeded. */
  readonly lastSucceededAt?: Instant;
}

/** A segment or measure. `value` is its newest value, from the evaluation that ended at `evaluatedAt`. */
export interface SampledItem extends Described {
  readonly displayName?: string;
  readonly evaluatedAt?: Instant;
  readonly value?: number;
}

export interface Run {
  readonly jobId: string;
  readonly operationType: string;
  /** `scheduled` or `ondemand`; absent when CI does not say. */
  readonly submissionKind?: string;
  readonly state: string;
  readonly submittedAt?: Instant;
  readonly endedAt?: Instant;
  readonly tasks: StateCounts;
  readonly problem?: ReportedProblem;
}

/** The newest run of each kind; absent when there is none among the latest 50 jobs. */
export interface LastRuns {
  readonly fullRefresh?: Run;
  /** The job reduced to its merges: state, end, tasks and problem are those of the merges. */
  readonly unification?: Run;
  /** The 10 newest jobs; in a full report only. */
  readonly jobs?: readonly Run[];
}

/** How this service watches the instance; times are by our clock. */
export interface DetectionStatus {
  readonly watched: boolean;
  /** When the last poll ended, successfully or not. */
  readonly lastPollAt?: Instant;
  readonly nextPollAt?: Instant;
  /** The number of polls since the last one that could read CI; absent when the instance is not watched. */
  readonly failuresInARow?: number;
  /** The newest gaps, newest first, at most 20. */
  readonly gaps: readonly GapEvent[];
  /** Suspended subscriptions, which can have no events for now, by reason. */
  readonly suspended: { readonly total: number; readonly reasons: Readonly<Partial<Record<SuspendReason, number>>> };
}

/**
 * Whether CI answered for this report. Its sections are absent when one of its reads failed: a part of them would
 * mislead.
 */
interface SourceStatus {
  readonly reachable: boolean;
  /** The kind of the failure in one word. */
  readonly reason?: string;
  /** When the first of the polls ended that have failed in a row; the time of the report when none has. */
  readonly since?: Instant;
  /** Seconds to wait that CI asked for. */
  readonly retryAfterSeconds?: number;
}

export interface DeliveryTotals {
  /** Events with a delivery that has not ended. */
  readonly pendingEvents: number;
  /** Seconds since the oldest of them was detected. */
  readonly oldestAgeSeconds?: number;
  /** Dormant subscriptions, whose flow is off or gone, by cause: each event is tried once, without retries. */
  readonly dormant: { readonly total: number; readonly causes: Readonly<Partial<Record<DormancyCause, number>>> };
  /** Subscriptions in the slow lane, whose flows answered late, with errors or not at all. */
  readonly slow: number;
  /** Deliveries that were given up and not redriven since. */
  readonly deadLetters: number;
}

export interface StatusReport {
  readonly detail: Detail;
  readonly reportedAt: Instant;
  readonly instance: { readonly instanceId: string; readonly name?: string; readonly provisioningState?: string };
  readonly source: SourceStatus;
  readonly dataSources?: Section<DataSourceStatus>;
  readonly unification?: UnificationSection;
  readonly segments?: Section<SampledItem>;
  readonly measures?: Section<SampledItem>;
  readonly lastRuns?: LastRuns;
  readonly detection: DetectionStatus;
  readonly deliveries: DeliveryTotals;
}
