/**
 * The events of one job: a unification (T6) and a full refresh (T5), each reported once.
 */

import { type DetectedEvent } from "../../model/event";
import { secondsSince, toInstant } from "../../model/instant";
import { type Unusable } from "../../model/sourceAnswer";
import { type KnownJob } from "../../model/subject";
import { type WorkflowJob, isTerminal } from "../../model/workflow";
import { type DetectContext } from "./finding";
import { fullRefreshEvent, judgeFullRefresh } from "./fullRefresh";
import { unificationEvent, unifiedBy } from "./unification";

export interface JobsContext extends DetectContext {
  /** Operation types in lower case that count as a full refresh (A8). */
  readonly fullRefreshTypes: readonly string[];
}

interface JobEvents {
  readonly known: KnownJob;
  readonly events: readonly DetectedEvent[];
  readonly unusable: readonly Unusable[];
}

/** Finds what happened to one job since the last poll: its unification, then its end; each is reported once. */
export function detectJobEvents(known: KnownJob, job: WorkflowJob, context: JobsContext): JobEvents {
  const unification = known.unified ? [] : unificationOf(job, context);
  const end = known.open ? detectEnd(known, job, context) : { known, events: [], unusable: [] };
  return {
    known: { ...end.known, unified: known.unified || unification.length > 0 },
    events: [...unification, ...end.events],
    unusable: end.unusable,
  };
}

function unificationOf(job: WorkflowJob, { instanceId, now }: JobsContext): readonly DetectedEvent[] {
  const unified = unifiedBy(job);
  if (!unified) return [];
  const { jobId } = job;
  return [unificationEvent({ instanceId, jobId, ...unified, identity: [jobId, unified.taskId], now })];
}

/** Seconds after which a failed job whose steps never end is reported as failed. */
const MAX_WAIT_SECONDS = 24 * 3_600;

function detectEnd(previous: KnownJob, job: WorkflowJob, context: JobsContext): JobEvents {
  const { endedSince = toInstant(context.now), ...known } = previous;
  const none = { events: [], unusable: [] };
  if (!isTerminal(job.status)) return { known, ...none };
  const closed = { ...known, open: false };
  if (!context.fullRefreshTypes.includes(job.operationType))
    return { known: closed, events: [], unusable: lookalike(job) };
  const judged = judgeFullRefresh(job);
  if (!judged) return { known: closed, ...none };
  const isPatient = secondsSince(endedSince, context.now) < MAX_WAIT_SECONDS;
  if (judged === "waiting" && isPatient) return { known: { ...known, endedSince }, ...none };
  const outcome = judged === "waiting" ? "failed" : judged;
  return { known: closed, events: [fullRefreshEvent(job, outcome, context)], unusable: nameless(job) };
}

/** Reports a job that may be a full refresh under another name (A8), so that an operator can correct the setting. */
function lookalike({ jobId, operationType, submissionKind, tasks }: WorkflowJob): readonly Unusable[] {
  const holds = (type: string): boolean => tasks.some((task) => task.operationType === type);
  if (submissionKind !== "scheduled" || !holds("ingestion") || !holds("merge")) return [];
  return [{ what: `job ${jobId}`, seen: `scheduled ${operationType} with ingestion and merge is no full refresh` }];
}

function nameless({ jobId, submissionKind }: WorkflowJob): readonly Unusable[] {
  if (["scheduled", "ondemand"].includes(submissionKind)) return [];
  return [{ what: `job ${jobId}`, seen: `submitted "${submissionKind.slice(0, 40)}", taken as ondemand` }];
}
