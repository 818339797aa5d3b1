import { type DataSource } from "../../../shared/model/instance";
import { type Instant, latest, toInstant } from "../../../shared/model/instant";
import { type Measure } from "../../../shared/model/measure";
import { type Sample, type Segment } from "../../../shared/model/segment";
import {
  type WorkflowJob,
  type WorkflowNode,
  type WorkflowStatus,
  type WorkflowTask,
} from "../../../shared/model/workflow";

/** All times are seconds after the world's beginning. */
export interface RunPlan {
  readonly jobId: string;
  /** A run of no known steps, which goes on beside the others. */
  readonly bare?: true;
  readonly operationType: "all" | "ingestion" | "segmentation";
  readonly submittedAt: number;
  /** When its ingestion ended, when its merge did, and when the job did. */
  readonly ingestedAt: number;
  readonly mergedAt: number;
  readonly endedAt: number;
  readonly ingestion: WorkflowStatus;
  readonly merge: WorkflowStatus;
  readonly status: WorkflowStatus;
}

export interface Evaluation {
  readonly at: number;
  readonly value: number;
  /** A failed one makes no sample. */
  readonly ok: boolean;
}

/** Everything that ever happens; what the source shows of it depends on when it is asked. */
export interface World {
  /** In the order of submission; but for the bare ones, one after another. */
  readonly runs: readonly RunPlan[];
  readonly segments: Readonly<Record<string, readonly Evaluation[]>>;
  readonly measures: Readonly<Record<string, readonly Evaluation[]>>;
}

const SOURCE = "41b6c9a2-6d1f-4d0e-8f0b-3a9f0f6c2e77";
const BEGINNING = Date.UTC(2026, 10, 20, 10);

export function dateAt(second: number): Date {
  return new Date(BEGINNING + second * 1_000);
}

export function instantAt(second: number): Instant {
  return toInstant(dateAt(second));
}

/** The newest `top` jobs as they stand at that second. */
export function jobsAt({ runs }: World, second: number, top: number): readonly WorkflowJob[] {
  return runs
    .filter(({ submittedAt }) => submittedAt <= second)
    .slice(-top)
    .map((run) => jobAt(run, second));
}

export function jobAt(run: RunPlan, second: number): WorkflowJob {
  const { jobId, operationType, submittedAt, endedAt, status } = run;
  const ended = endedAt <= second;
  return {
    jobId,
    operationType,
    submissionKind: "scheduled",
    status: ended ? status : "running",
    submittedAt: instantAt(submittedAt),
    ...(ended ? { endedAt: instantAt(endedAt) } : {}),
    tasks: [
      ...(refreshes(run) ? [taskAt(run, "ingestion", second)] : []),
      ...(unifies(run) ? [taskAt(run, "merge", second)] : []),
    ],
  };
}

export function refreshes({ operationType, bare }: RunPlan): boolean {
  return operationType !== "segmentation" && !bare;
}

export function unifies({ operationType, bare }: RunPlan): boolean {
  return operationType === "all" && !bare;
}

function taskAt(run: RunPlan, operationType: "ingestion" | "merge", second: number): WorkflowTask {
  const endedAt = operationType === "merge" ? run.mergedAt : run.ingestedAt;
  const ended = endedAt <= second;
  return {
    taskId: `${run.jobId}-${operationType}`,
    friendlyName: operationType === "ingestion" ? "Sales" : "Merge",
    operationType,
    status: ended ? run[operationType] : "running",
    ...(ended ? { endedAt: instantAt(endedAt) } : {}),
    jobIds: [run.jobId],
    problems: [],
  };
}

/** The latest run of each item: the one ingestion, the merge, each segment, each measure. */
export function nodesAt(world: World, second: number): readonly WorkflowNode[] {
  const begun = world.runs.filter(({ submittedAt }) => submittedAt <= second);
  const ingestion = begun.findLast(refreshes);
  const merge = begun.findLast(unifies);
  return [
    ...(ingestion ? [{ ...taskAt(ingestion, "ingestion", second), identifier: SOURCE }] : []),
    ...(merge ? [{ ...taskAt(merge, "merge", second), identifier: "merge" }] : []),
    ...evaluationNodes(world.segments, "segmentation", second),
    ...evaluationNodes(world.measures, "entitymeasures", second),
  ];
}

function evaluationNodes(all: World["segments"], operationType: string, second: number): readonly WorkflowNode[] {
  return Object.entries(all).flatMap(([identifier, evaluations]) => {
    const last = evaluations.findLast((each) => each.at <= second);
    if (!last) return [];
    const status: WorkflowStatus = last.ok ? "successful" : "failed";
    return [{ identifier, operationType, status, endedAt: instantAt(last.at), jobIds: [], problems: [] }];
  });
}

export function dataSourcesAt({ runs }: World, second: number): readonly DataSource[] {
  const ended = runs.filter((run) => refreshes(run) && run.ingestedAt <= second);
  const lastRefreshedAt = latest(ended.map((run) => instantAt(run.ingestedAt)));
  return [{ dataSourceId: SOURCE, name: "Sales", refreshState: "", ...(lastRefreshedAt ? { lastRefreshedAt } : {}) }];
}

export function segmentAt(name: string, { segments }: World, second: number): Segment {
  return { name, state: "active", samples: samplesOf(segments[name] ?? [], second, "run") };
}

export function measureAt(name: string, { measures }: World, second: number): Measure {
  return { name, eligibility: { ok: true }, samples: samplesOf(measures[name] ?? [], second) };
}

/** The newest one tells its run, where there are runs; the history tells none. */
function samplesOf(evaluations: readonly Evaluation[], second: number, run?: string): readonly Sample[] {
  const done = evaluations.filter(({ at, ok }) => ok && at <= second);
  const history = done.map(({ at, value }) => ({
    sampleId: instantAt(at) as string,
    value,
    evaluatedAt: instantAt(at),
  }));
  const last = history.at(-1);
  return run && last ? [...history, { ...last, sampleId: `${run}-${last.evaluatedAt}` }] : history;
}
