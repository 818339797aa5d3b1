import { type DataSource } from "../model/dataSource";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type Trigger } from "../model/trigger";
import { type WorkflowJob, type WorkflowNode } from "../model/workflow";

const JOBS_PER_POLL = 50;

export interface SourceReads {
  /** The newest `top` jobs with their tasks. */
  readonly listJobs: (instanceId: string, options: { top: number }) => Promise<SourceAnswer<readonly WorkflowJob[]>>;
  readonly listNodes: (instanceId: string) => Promise<SourceAnswer<readonly WorkflowNode[]>>;
  readonly listDataSources: (instanceId: string) => Promise<SourceAnswer<readonly DataSource[]>>;
}

/** What one poll saw of an instance. `dataSources` is absent when nobody is interested in them. */
export interface Observed {
  readonly instanceId: string;
  readonly jobs: readonly WorkflowJob[];
  readonly nodes: readonly WorkflowNode[];
  readonly dataSources?: readonly DataSource[];
}

/**
 * Reads what the subscribed triggers need; the first failure ends it, since rules never run on half an answer. Jobs are read
 * before nodes, and that order must stay: a failed node is final once its jobs are over, so it has to be the younger answer.
 */
export async function observe(
  instanceId: string,
  interest: ReadonlySet<Trigger>,
  source: SourceReads,
): Promise<SourceAnswer<Observed>> {
  const jobs = await source.listJobs(instanceId, { top: JOBS_PER_POLL });
  if (!jobs.ok) return jobs;
  const nodes = await source.listNodes(instanceId);
  if (!nodes.ok) return nodes;
  const seen = { instanceId, jobs: jobs.value, nodes: nodes.value };
  if (!needsDataSources(interest)) return { ok: true, value: seen, unusable: [...jobs.unusable, ...nodes.unusable] };
  const dataSources = await source.listDataSources(instanceId);
  if (!dataSources.ok) return dataSources;
  const unusable = [...jobs.unusable, ...nodes.unusable, ...dataSources.unusable];
  return { ok: true, value: { ...seen, dataSources: dataSources.value }, unusable };
}

function needsDataSources(interest: ReadonlySet<Trigger>): boolean {
  return interest.has("data-source-refresh-failed") || interest.has("data-source-refresh-succeeded");
}
