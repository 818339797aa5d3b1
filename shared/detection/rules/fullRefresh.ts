/**
 * Rule T5: the outcome of a full refresh and its event.
 */

import { defined } from "../../model/defined";
import { type DetectedEvent } from "../../model/event";
import { latest, toInstant } from "../../model/instant";
import { JOBS_SUBJECT_ID } from "../../model/subject";
import { type WorkflowJob, type WorkflowStatus, type WorkflowTask, isTerminal } from "../../model/workflow";
import { type DetectContext, eventId } from "./finding";

export type RefreshOutcome = "completed" | "failed";

/** The steps that decide a refresh. A failed export, enrichment or data preparation leaves it completed (A9, A10). */
const BLOCKING = [
  "ingestion",
  "map",
  "match",
  "merge",
  "segmentation",
  "measures",
  "attributemeasures",
  "entitymeasures",
];

/**
 * The outcome of a job that is over (T5); undefined for one that makes no event: aborted, deleted, skipped. A failed
 * job may have steps that still run: `waiting` until they are over.
 */
export function judgeFullRefresh({ status, tasks }: WorkflowJob): RefreshOutcome | "waiting" | undefined {
  if (status === "successful") return "completed";
  if (status !== "failed" && status !== "timedout") return undefined;
  const blocking = tasks.filter(({ operationType }) => BLOCKING.includes(operationType));
  // A failed job that shows no tasks counts as failed: nothing proves that a step without consequence failed.
  if (tasks.length === 0 || blocking.some(isBroken)) return "failed";
  return blocking.every((task) => isTerminal(task.status)) ? "completed" : "waiting";
}

function isBroken({ status, problems }: WorkflowTask): boolean {
  return status === "failed" || status === "timedout" || (status === "skipped" && problems.length > 0);
}

/**
 * The event of an ended full refresh (T5). Its identity is instance and job. A subscription's options choose by the
 * traits. A job that does not say who started it counts as started by hand, which a subscription has to ask for.
 */
export function fullRefreshEvent(
  job: WorkflowJob,
  outcome: RefreshOutcome,
  { instanceId, now }: Pick<DetectContext, "instanceId" | "now">,
): DetectedEvent {
  const { jobId, status, submittedAt, tasks } = job;
  const submissionKind = job.submissionKind === "scheduled" ? "scheduled" : "ondemand";
  const endedAt = job.endedAt ?? latest(tasks.map((task) => task.endedAt));
  const count = (...statuses: readonly WorkflowStatus[]): number =>
    tasks.filter((task) => statuses.includes(task.status)).length;
  return {
    eventId: eventId([instanceId, jobId]),
    trigger: "full-refresh-completed",
    instanceId,
    subjectId: JOBS_SUBJECT_ID,
    occurredAt: endedAt ?? toInstant(now),
    detectedAt: toInstant(now),
    traits: { submissionKind, outcome },
    fields: {
      jobId,
      status: status === "timedout" ? "timedOut" : status,
      outcome,
      submissionKind,
      ...defined({ startedAt: submittedAt, endedAt }),
      tasksSucceeded: count("successful"),
      tasksFailed: count("failed", "timedout"),
      tasksSkipped: count("skipped"),
    },
  };
}
