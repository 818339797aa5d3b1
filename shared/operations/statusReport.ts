import { type GapEvent } from "../model/event";
import { type DataSource, type Instance } from "../model/instance";
import { toInstant } from "../model/instant";
import { type Measure } from "../model/measure";
import { type Segment } from "../model/segment";
import { type SourceAnswer, type SourceFailure, isHidden } from "../model/sourceAnswer";
import { type Watch } from "../model/subject";
import { type SuspendReason, type HealthCounts } from "../model/subscription";
import { type WorkflowJob, type WorkflowNode } from "../model/workflow";
import { describeRuns } from "./describeRuns";
import {
  type DeliveryParts,
  type DetectionParts,
  type PendingCount,
  describeDeliveries,
  describeDetection,
} from "./ownSections";
import { type Detail, type StatusReport } from "./report";
import {
  truncate,
  describeDataSources,
  describeMeasures,
  describeSegments,
  describeUnification,
  toSection,
} from "./sections";

const MAX_GAPS = 20;

type Read<T> = Promise<SourceAnswer<T>>;

type ReadList<T> = Read<readonly T[]>;

export interface StatusDeps {
  readonly getInstance: (instanceId: string) => Read<Instance>;
  readonly listDataSources: (instanceId: string) => ReadList<DataSource>;
  readonly listNodes: (instanceId: string) => ReadList<WorkflowNode>;
  readonly listSegments: (instanceId: string, options: { historyDays: number }) => ReadList<Segment>;
  readonly listMeasures: (instanceId: string) => ReadList<Measure>;
  readonly listJobs: (instanceId: string, options: { top: number }) => ReadList<WorkflowJob>;
  readonly loadWatch: (instanceId: string) => Promise<Watch | undefined>;
  /** Newest first. */
  readonly listGaps: (instanceId: string, top: number) => Promise<readonly GapEvent[]>;
  readonly countSuspended: (instanceId: string) => Promise<Partial<Record<SuspendReason, number>>>;
  readonly countPending: (instanceId: string) => Promise<PendingCount>;
  readonly countUnhealthy: (instanceId: string) => Promise<HealthCounts>;
  readonly fullRefreshTypes: readonly string[];
  readonly now: () => Date;
}

export interface StatusRequest {
  /** Lower case uuid. */
  readonly instanceId: string;
  readonly detail: Detail;
}

export type StatusResult =
  | { readonly outcome: "reported"; readonly report: StatusReport }
  | { readonly outcome: "unknown-instance" }
  | { readonly outcome: "source-failed"; readonly failure: SourceFailure };

/** How an instance stands, by CI and by our own books. Nothing is reported when CI answers in part. */
export async function statusReport({ instanceId, detail }: StatusRequest, deps: StatusDeps): Promise<StatusResult> {
  const instance = await deps.getInstance(instanceId);
  if (!instance.ok) return isHidden(instance.failure) ? { outcome: "unknown-instance" } : fail([instance]);
  const [source, watch, gaps, suspended, pending, unwell] = await Promise.all([
    readSource(instanceId, deps),
    deps.loadWatch(instanceId),
    deps.listGaps(instanceId, MAX_GAPS),
    deps.countSuspended(instanceId),
    deps.countPending(instanceId),
    deps.countUnhealthy(instanceId),
  ]);
  if ("outcome" in source) return source;
  const { fullRefreshTypes } = deps;
  const ours = { watch, gaps, suspended, pending, unwell, fullRefreshTypes, detail, now: deps.now() };
  return { outcome: "reported", report: composeStatusReport({ instance: instance.value, ...source, ...ours }) };
}

type Failed = Extract<StatusResult, { outcome: "source-failed" }>;

/** With the failure that asks for the longest wait: after any shorter one the report would fail again. */
function fail(answers: readonly SourceAnswer<unknown>[]): Failed {
  const failures = answers.flatMap((answer) => (answer.ok ? [] : [answer.failure]));
  const longest = failures.reduce((a, b) => ((b.retryAfterSeconds ?? 0) > (a.retryAfterSeconds ?? 0) ? b : a));
  return { outcome: "source-failed", failure: longest };
}

/** What CI says of an instance, in any order. */
interface SourceParts {
  readonly dataSources: readonly DataSource[];
  readonly nodes: readonly WorkflowNode[];
  readonly segments: readonly Segment[];
  readonly measures: readonly Measure[];
  readonly jobs: readonly WorkflowJob[];
}

/** The newest value is enough: of the shortest history that CI gives. */
const NO_HISTORY = { historyDays: 1 };

/** Enough to hold a full refresh, where each data source is also refreshed by itself. */
const JOBS = { top: 50 };

async function readSource(instanceId: string, deps: StatusDeps): Promise<SourceParts | Failed> {
  const answers = await Promise.all([
    deps.listDataSources(instanceId),
    deps.listNodes(instanceId),
    deps.listSegments(instanceId, NO_HISTORY),
    deps.listMeasures(instanceId),
    deps.listJobs(instanceId, JOBS),
  ]);
  const [dataSources, nodes, segments, measures, jobs] = answers;
  if (!dataSources.ok || !nodes.ok || !segments.ok || !measures.ok || !jobs.ok) return fail(answers);
  return {
    dataSources: dataSources.value,
    nodes: nodes.value,
    segments: segments.value,
    measures: measures.value,
    jobs: jobs.value,
  };
}

export interface StatusParts extends SourceParts, DetectionParts, DeliveryParts {
  readonly instance: Instance;
  readonly detail: Detail;
  /** Operation types of jobs that are full refreshes, lower case. */
  readonly fullRefreshTypes: readonly string[];
  readonly now: Date;
}

export function composeStatusReport(parts: StatusParts): StatusReport {
  const { instance, dataSources, nodes, segments, measures, jobs, detail, now } = parts;
  const { instanceId, name, provisioningState } = instance;
  return {
    detail,
    reportedAt: toInstant(now),
    instance: {
      instanceId,
      ...(name === undefined ? {} : { name: truncate(name) }),
      ...(provisioningState === undefined ? {} : { provisioningState: truncate(provisioningState) }),
    },
    dataSources: toSection(describeDataSources(dataSources, nodes), detail),
    unification: describeUnification(nodes, detail),
    segments: toSection(describeSegments(segments, nodes), detail),
    measures: toSection(describeMeasures(measures, nodes), detail),
    lastRuns: describeRuns(jobs, parts),
    detection: describeDetection(parts),
    deliveries: describeDeliveries(parts),
  };
}
