import { type PollSource } from "../../../shared/detection/observe/observed";
import { type Instant, toInstant } from "../../../shared/model/instant";
import { type SourceAnswer, type SourceFailure } from "../../../shared/model/sourceAnswer";
import { type WorkflowJob, type WorkflowNode } from "../../../shared/model/workflow";
import { aDataSource, aJob, aNode, aTask } from "../../builders/workflow";
import { type FaultDeps } from "./faultyTable";
import { type Run } from "./host";
import { type DataSourcePlan, type InstancePlan, type RefreshPlan } from "./story";

const FAILURES: readonly SourceFailure[] = [
  { kind: "throttled", status: 429, retryAfterSeconds: 40, message: "slow down" },
  { kind: "unavailable", status: 503, message: "not now" },
  { kind: "unavailable", status: 500, message: "broken" },
  { kind: "timed-out", message: "no answer" },
  { kind: "unreachable", message: "no connection" },
];

export function instantOf(time: number): Instant {
  return toInstant(new Date(time));
}

/** CI as one run sees it: the state of its refreshes at the moment at which CI answers. */
export function fakeSource(
  instances: readonly InstancePlan[],
  run: Run,
  { now, ...deps }: FaultDeps & { readonly now: () => number },
): PollSource {
  const { steps, chance, weather, say } = deps;

  function read<T>(name: string, instanceId: string, see: (instance: InstancePlan) => T): Promise<SourceAnswer<T>> {
    return steps.take(run, { name: `source ${name}`, kind: "source" }, (): SourceAnswer<T> => {
      if (chance.hit(weather().source)) {
        const failure = chance.pick(FAILURES);
        say(() => `  fault: ${failure.kind}`);
        return { ok: false, failure };
      }
      const instance = instances.find((each) => each.instanceId === instanceId);
      if (!instance) return { ok: false, failure: { kind: "not-found", status: 404, message: "no such instance" } };
      return { ok: true, value: see(instance), unusable: [] };
    });
  }

  return {
    getInstance: (id) => read("instance", id, ({ instanceId }) => ({ instanceId, provisioningState: "active" })),
    listDataSources: (id) =>
      read("data sources", id, ({ dataSources }) =>
        dataSources.map(({ dataSourceId, name }) => aDataSource({ dataSourceId, name })),
      ),
    listJobs: (id) =>
      read("jobs", id, ({ dataSources }) => dataSources.flatMap((each) => jobsOf(each, now())).toReversed()),
    listNodes: (id) => read("nodes", id, ({ dataSources }) => dataSources.flatMap((each) => nodeOf(each, now()))),
    getJob: unasked,
    listSegments: unasked,
    getMeasure: unasked,
  };
}

function unasked(): Promise<never> {
  return Promise.reject(new Error("no flow of the story asks for this"));
}

function nodeOf({ dataSourceId, name, refreshes }: DataSourcePlan, now: number): readonly WorkflowNode[] {
  const named = { identifier: dataSourceId, friendlyName: name };
  const last = refreshes.findLast(({ beganAt }) => beganAt <= now);
  if (!last) return [aNode({ ...named, status: "skipped", jobIds: [] })];
  return [aNode({ ...named, jobIds: [last.jobId], ...standing(last, now) })];
}

function jobsOf({ name, refreshes }: DataSourcePlan, now: number): readonly WorkflowJob[] {
  const begun = refreshes.filter(({ beganAt }) => beganAt <= now);
  return begun.map((refresh) => {
    const { jobId, beganAt } = refresh;
    const stands = standing(refresh, now);
    const task = aTask({ taskId: `${jobId}-task`, friendlyName: name, jobIds: [jobId], ...stands });
    return aJob({ jobId, submittedAt: instantOf(beganAt), tasks: [task], ...stands });
  });
}

function standing({ endedAt, status }: RefreshPlan, now: number): Pick<WorkflowNode, "status" | "endedAt"> {
  return endedAt <= now ? { status, endedAt: instantOf(endedAt) } : { status: "running" };
}
