import { type SourceAnswer } from "../../shared/model/sourceAnswer";
import { type WorkflowJob, type WorkflowNode } from "../../shared/model/workflow";
import { INSTANCE_ID, aDataSource, aJob, aNode, at } from "../builders/workflow";
import { type CrashingSteps } from "./crashingSteps";

function unknown(): Promise<never> {
  return Promise.reject(new Error("the story has no such thing"));
}

/** One data source whose refresh has ended well, and another one badly when `hasFailed` says so. Each read is a step. */
export function refreshingSource(hasFailed: () => boolean, steps: CrashingSteps) {
  const read =
    <T>(name: string, value: () => T) =>
    async (): Promise<SourceAnswer<T>> =>
      steps.take(`read ${name}`, () => Promise.resolve({ ok: true, value: value(), unusable: [] }));
  const node = (): WorkflowNode =>
    hasFailed() ? aNode({ status: "failed", endedAt: at(5), jobIds: ["job-2"] }) : aNode({ endedAt: at(0) });
  const jobs = (): readonly WorkflowJob[] =>
    hasFailed() ? [aJob({ jobId: "job-2", status: "failed", endedAt: at(5) })] : [];
  const reads = {
    getInstance: read("instance", () => ({ instanceId: INSTANCE_ID, provisioningState: "active" })),
    listDataSources: read("data sources", () => [aDataSource()]),
    listSegments: unknown,
    getMeasure: unknown,
  };
  const source = { ...reads, listJobs: read("jobs", jobs), listNodes: read("nodes", () => [node()]), getJob: unknown };
  return { reads, source };
}
