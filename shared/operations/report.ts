import { type GapEvent } from "../model/event";
import { type Instant } from "../model/instant";
import { type DormancyCause, type SuspendReason } from "../model/subscription";

export const DETAILS = ["summary", "full"] as const;

export type Detail = (typeof DETAILS)[number];

/** How many there are in each state. A state is CI's word in lower case, `unknown` where CI says none. */
export interface StateCounts {
  readonly total: number;
  readonly states: Readonly<Record<string, number>>;
}

/** `items` only in full, at most 1,000; `total` counts all. */
export interface Section<Item> extends StateCounts {
  readonly items?: readonly Item[];
}

/** What CI says is wrong with the latest run; code at most 100 characters, message 300. */
export interface ReportedProblem {
  readonly severity: string;
  readonly code?: string;
  readonly message?: string;
}

/** Names and states have at most 200 characters here. */
interface Described {
  readonly name?: string;
  readonly state: string;
  readonly problem?: ReportedProblem;
}

export interface DataSourceStatus extends Described {
  readonly dataSourceId: string;
  readonly lastRefreshedAt?: Instant;
}

/** `step`: map, match, merge or relationship. */
export interface UnificationItem extends Described {
  readonly step: string;
  readonly endedAt?: Instant;
  readonly lastSucceededAt?: Instant;
}

/** Segment or measure. `value` is its newest number, of the evaluation that ended at `evaluatedAt`. */
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

/** The newest of each; absent when there is none among the latest 50 jobs. */
export interface LastRuns {
  readonly fullRefresh?: Run;
  /** The job with its merges alone: state, end, tasks and problem are theirs. */
  readonly unification?: Run;
  /** Only in full: the 10 newest. */
  readonly jobs?: readonly Run[];
}

/** Our own look at the instance; times by our clock. */
export interface DetectionStatus {
  readonly watched: boolean;
  /** When the last poll ended, whatever came of it. */
  readonly lastPollAt?: Instant;
  readonly nextPollAt?: Instant;
  /** Polls since the last that could read CI; absent when the instance is not watched. */
  readonly failuresInARow?: number;
  /** Newest first, at most 20. */
  readonly gaps: readonly GapEvent[];
  /** Subscriptions that can have no events for now. */
  readonly suspended: { readonly total: number; readonly reasons: Readonly<Partial<Record<SuspendReason, number>>> };
}

export interface DeliveryTotals {
  /** Events that not every subscription has got, or given up, yet. */
  readonly pendingEvents: number;
  /** Since the oldest of them was detected. */
  readonly oldestAgeSeconds?: number;
  /** Subscriptions that have no flow to call: one try for each event, without retries. */
  readonly dormant: { readonly total: number; readonly causes: Readonly<Partial<Record<DormancyCause, number>>> };
  /** Subscriptions whose flows answered late, with errors or not at all: they are called through a lane of their own. */
  readonly slow: number;
}

/** Answer of the status report; `shared/http/statusReport.schema.json` is its schema. */
export interface StatusReport {
  readonly detail: Detail;
  readonly reportedAt: Instant;
  readonly instance: { readonly instanceId: string; readonly name?: string; readonly provisioningState?: string };
  readonly dataSources: Section<DataSourceStatus>;
  readonly unification: Section<UnificationItem> & { readonly lastSucceededAt?: Instant };
  readonly segments: Section<SampledItem>;
  readonly measures: Section<SampledItem>;
  readonly lastRuns: LastRuns;
  readonly detection: DetectionStatus;
  readonly deliveries: DeliveryTotals;
}
