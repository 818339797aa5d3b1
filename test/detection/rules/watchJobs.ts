import { type Finding } from "../../../shared/detection/rules/finding";
import { detectJobs } from "../../../shared/detection/rules/jobs";
import { type JobsState } from "../../../shared/model/subject";
import { type WorkflowJob, type WorkflowNode } from "../../../shared/model/workflow";
import { INSTANCE_ID } from "../../builders/workflow";

/** One look: what the source showed, and when we looked (minutes past ten, our clock). */
export interface Look {
  readonly jobs?: readonly WorkflowJob[];
  readonly lookedUp?: readonly WorkflowJob[];
  readonly gone?: readonly string[];
  readonly nodes?: readonly WorkflowNode[];
  readonly minute?: number;
}

/** Polls the jobs of an instance once per look, keeping the subject as storage would; gives what each look found. */
export function watchJobs(
  looks: readonly Look[],
  { fullRefreshTypes = ["all"], from }: { fullRefreshTypes?: readonly string[]; from?: JobsState } = {},
): readonly Finding<JobsState>[] {
  let state = from;
  return looks.map(({ jobs: listed = [], lookedUp = [], gone = [], nodes = [], minute = 0 }) => {
    const now = new Date(Date.UTC(2026, 10, 20, 10, minute));
    const jobs = [...listed, ...lookedUp];
    const context = { instanceId: INSTANCE_ID, jobs, nodes, now, holdSeconds: 1_800, fullRefreshTypes };
    const finding = detectJobs(state, { listed, lookedUp, gone }, context);
    state = JSON.parse(JSON.stringify(finding.state)) as JobsState;
    return finding;
  });
}

/** What the last look found, in short: `refreshed job-1 completed`, `unified job-1 task-1`. */
export function found(looks: readonly Look[], options?: Parameters<typeof watchJobs>[1]): readonly string[] {
  const events = watchJobs(looks, options).at(-1)?.events ?? [];
  return events.map(({ trigger, fields }) => {
    const { jobId = "-", taskId = "-", outcome } = fields;
    return trigger === "unification-completed"
      ? `unified ${String(jobId)} ${String(taskId)}`
      : `refreshed ${String(jobId)} ${String(outcome)}`;
  });
}
