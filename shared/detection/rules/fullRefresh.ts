import { type DetectedEvent } from "../../model/event";
import { latest, toInstant } from "../../model/instant";
import { JOBS_SUBJECT_ID } from "../../model/subject";
import { type WorkflowJob, type WorkflowStatus, type WorkflowTask, isTerminal } from "../../model/workflow";
import { type DetectContext, eventId } from "./finding";

export type RefreshOutcome = "completed" | "failed";

/** Steps that a refresh is for; an export, an enrichment or a data preparation that fails leaves it completed (A9, A10). */
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
 * What a job that is over came to (T5); undefined when it is nothing to tell of: aborted, deleted, skipped. A failed job may
 * have steps that go on downstream of what failed: `waiting` until they are over.
 */
export function judgeFullRefresh({ status, tasks }: WorkflowJob): RefreshOutcome | "waiting" | undefined {
  if (status === "successful") return "completed";
  if (status !== "failed" && status !== "timedout") return undefined;
  const blocking = tasks.filter(({ operationType }) => BLOCKING.includes(operationType));
  // Without its tasks nothing shows that what failed was of no consequence.
  if (tasks.length === 0 || blocking.some(isBroken)) return "failed";
  return blocking.every((task) => isTerminal(task.status)) ? "completed" : "waiting";
}

function isBroken({ status, problems }: WorkflowTask): boolean {
  return status === "failed" || status === "timedout" || (status === "skipped" && problems.length > 0);
}

/**
 * The event of an ended full refresh (T5). Its identity: instance and job. Traits are what a subscription's options choose by;
 * a job that does not say who started it counts as started by hand, which a subscription has to ask for.
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
      ...(submittedAt ? { startedAt: submittedAt } : {}),
      ...(endedAt ? { endedAt } : {}),
      tasksSucceeded: count("successful"),
      tasksFailed: count("failed", "timedout"),
      tasksSkipped: count("skipped"),
    },
  };
}
