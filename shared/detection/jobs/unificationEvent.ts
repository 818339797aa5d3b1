import { type DetectedEvent } from "../../model/event";
import { type Instant, toInstant } from "../../model/instant";
import { JOBS_SUBJECT_ID } from "../../model/subject";
import { eventId } from "../eventId";

interface UnificationEventInput {
  readonly instanceId: string;
  readonly jobId?: string;
  readonly taskId?: string;
  readonly endedAt?: Instant;
  /** What tells it from the instance's other unifications: job and task, or node and end. */
  readonly identity: readonly string[];
  readonly now: Date;
}

/** The event of a successful merge (T6). */
export function unificationEvent(input: UnificationEventInput): DetectedEvent {
  const { instanceId, jobId, taskId, endedAt, identity, now } = input;
  return {
    eventId: eventId([instanceId, ...identity]),
    trigger: "unification-completed",
    instanceId,
    subjectId: JOBS_SUBJECT_ID,
    occurredAt: endedAt ?? toInstant(now),
    detectedAt: toInstant(now),
    fields: { ...(jobId ? { jobId } : {}), ...(taskId ? { taskId } : {}) },
  };
}
