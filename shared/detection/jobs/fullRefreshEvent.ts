import { type DetectedEvent } from "../../model/event";
import { latest, toInstant } from "../../model/instant";
import { JOBS_SUBJECT_ID } from "../../model/subject";
import { type WorkflowJob, type WorkflowStatus } from "../../model/workflow";
import { eventId } from "../eventId";
import { type DetectContext } from "../finding";
import { type RefreshOutcome } from "./judgeFullRefresh";

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
