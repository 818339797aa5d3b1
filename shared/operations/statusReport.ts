/**
 * The status report of an instance: what CI says of its data sources, unification, segments, measures and runs, and
 * what this service knows of its own watching and delivering. `statusReport` reads, `composeStatusReport` makes the
 * report of what was read. The report's form is in report.ts, the part about CI in sourceSections.ts and lastRuns.ts,
 * the part about this service in serviceSections.ts.
 */
import { type DeadLetterFilter } from "../model/deadLetter";
import { defined } from "../model/defined";
import { type GapEvent } from "../model/event";
import { type DataSource, type Instance } from "../model/instance";
import { toInstant } from "../model/instant";
import { type Measure } from "../model/measure";
import { type Segment } from "../model/segment";
import { type SourceAnswer, type SourceFailure, isHidden } from "../model/sourceAnswer";
import { type SourceReads } from "../model/sourceReads";
import { type Watch } from "../model/subject";
import { type SuspendReason, type HealthCounts } from "../model/subscription";
import { type WorkflowJob, type WorkflowNode } from "../model/workflow";
import { describeRuns } from "./lastRuns";
import {
  type DeliveryParts,
  type DetectionParts,
  type PendingCount,
  describeDeliveries,
  describeDetection,
} from "./serviceSections";
import { type Detail, type StatusReport } from "./report";
import {
  displayDefined,
  describeDataSources,
  describeMeasures,
  describeSegments,
  describeUnification,
  toSection,
} from "./sourceSections";

const MAX_GAPS = 20;

type SourceOfReport = Pick<
  SourceReads,
  "getInstance" | "listDataSources" | "listNodes" | "listSegments" | "listMeasures" | "listJobs"
>;

/**
 * The ports of the status report: reads of the source, and reads of what this service has stored about the instance.
 */
export interface StatusDeps extends SourceOfReport {
  readonly loadWatch: (instanceId: string) => Promise<Watch | undefined>;
  /** The newest `top` gaps, newest first. */
  readonly listGaps: (instanceId: string, top: number) => Promise<readonly GapEvent[]>;
  readonly countSuspended: (instanceId: string) => Promise<Partial<Record<SuspendReason, number>>>;
  readonly countPending: (instanceId: string) => Promise<PendingCount>;
  readonly countUnhealthy: (instanceId: string) => Promise<HealthCounts>;
  /** The number of dead letters that were not redriven. */
  readonly countDeadLetters: (filter: DeadLetterFilter) => Promise<number>;
  readonly fullRefreshTypes: readonly string[];
  readonly now: () => Date;
}

export interface StatusRequest {
  /** A UUID in lower case. */
  readonly instanceId: string;
  readonly detail: Detail;
}

export type StatusResult =
  { readonly outcome: "reported"; readonly report: StatusReport } | { readonly outcome: "unknown-instance" };

/**
 * Reads everything and reports it. When a read of CI fails, the report has what this service knows itself, and
 * says why. An instance that CI hides is unknown unless it is watched: then its access was lost, or it is gone.
 */
export async function statusReport({ instanceId, detail }: StatusRequest, deps: StatusDeps): Promise<StatusResult> {
  const instance = await deps.getInstance(instanceId);
  const watch = await deps.loadWatch(instanceId);
  if (!instance.ok && isHidden(instance.failure) && !watch) return { outcome: "unknown-instance" };
  const [source, gaps, suspended, pending, unhealthy, deadLetters] = await Promise.all([
    instance.ok ? readSource(instance.value, deps) : instance.failure,
    deps.listGaps(instanceId, MAX_GAPS),
    deps.countSuspended(instanceId),
    deps.countPending(instanceId),
    deps.countUnhealthy(instanceId),
    deps.countDeadLetters({ instanceId }),
  ]);
  const { fullRefreshTypes } = deps;
  const ours = { watch, gaps, suspended, pending, unhealthy, deadLetters, fullRefreshTypes, detail, now: deps.now() };
  const known = instance.ok ? instance.value : { instanceId };
  return { outcome: "reported", report: composeStatusReport({ instance: known, source, ...ours }) };
}

/** Everything that CI says of an instance; the lists are in any order. */
interface SourceParts {
  readonly dataSources: readonly DataSource[];
  readonly nodes: readonly WorkflowNode[];
  readonly segments: readonly Segment[];
  readonly measures: readonly Measure[];
  readonly jobs: readonly WorkflowJob[];
}

/** CI's shortest history: the report shows only the newest value. */
const NO_HISTORY = { historyDays: 1 };

/** Enough jobs to include the last full refresh when each data source is also refreshed by itself. */
const JOBS = { top: 50 };

async function readSource({ instanceId }: Instance, deps: StatusDeps): Promise<SourceParts | SourceFailure> {
  const answers = await Promise.all([
    deps.listDataSources(instanceId),
    deps.listNodes(instanceId),
    deps.listSegments(instanceId, NO_HISTORY),
    deps.listMeasures(instanceId),
    deps.listJobs(instanceId, JOBS),
  ]);
  const [dataSources, nodes, segments, measures, jobs] = answers;
  if (!dataSources.ok || !nodes.ok || !segments.ok || !measures.ok || !jobs.ok) return longestFailure(answers);
  return {
    dataSources: dataSources.value,
    nodes: nodes.value,
    segments: segments.value,
    measures: measures.value,
    jobs: jobs.value,
  };
}

/** The failure that asks for the longest wait: after a shorter wait the report would fail again. */
function longestFailure(answers: readonly SourceAnswer<unknown>[]): SourceFailure {
  const failures = answers.flatMap((answer) => (answer.ok ? [] : [answer.failure]));
  return failures.reduce((a, b) => ((b.retryAfterSeconds ?? 0) > (a.retryAfterSeconds ?? 0) ? b : a));
}

export interface StatusParts extends DetectionParts, DeliveryParts {
  /** The instance as CI describes it; only its id when CI does not answer. */
  readonly instance: Instance;
  readonly source: SourceParts | SourceFailure;
  readonly detail: Detail;
  /** The operation types of jobs that are full refreshes, in lower case. */
  readonly fullRefreshTypes: readonly string[];
  readonly now: Date;
}

export function composeStatusReport(parts: StatusParts): StatusReport {
  const { instance, detail, now } = parts;
  const { instanceId, name, provisioningState } = instance;
  return {
    detail,
    reportedAt: toInstant(now),
    instance: {
      instanceId,
      ...displayDefined({ name, provisioningState }),
    },
    ...describeSource(parts),
    detection: describeDetection(parts),
    deliveries: describeDeliveries(parts),
  };
}

type SourceSections = Omit<StatusReport, "detail" | "reportedAt" | "instance" | "detection" | "deliveries">;

/** The sections about CI, or why there are none. */
function describeSource(parts: StatusParts): SourceSections {
  const { source, watch, detail, now } = parts;
  if ("kind" in source) {
    const { kind: reason, retryAfterSeconds } = source;
    const since = watch?.failingSince ?? toInstant(now);
    return { source: { reachable: false, reason, since, ...defined({ retryAfterSeconds }) } };
  }
  const { dataSources, nodes, segments, measures, jobs } = source;
  return {
    source: { reachable: true },
    dataSources: toSection(describeDataSources(dataSources, nodes), detail),
    unification: describeUnification(nodes, detail),
    segments: toSection(describeSegments(segments, nodes), detail),
    measures: toSection(describeMeasures(measures, nodes), detail),
    lastRuns: describeRuns(jobs, parts),
  };
}
