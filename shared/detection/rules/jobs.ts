/**
 * The jobs of an instance as one subject: their baseline, and the walk over all of them. jobEvents.ts judges one job,
 * knownJobs.ts decides what is remembered.
 */

import { defined } from "../../model/defined";
import { type DetectedEvent } from "../../model/event";
import { type Unusable } from "../../model/sourceAnswer";
import { type JobsState, type KnownJob } from "../../model/subject";
import { type WorkflowJob, isTerminal } from "../../model/workflow";
import { isOldNews } from "../observe/jobList";
import { type ObservedJobs } from "../observe/observed";
import { type Finding, MAX_EVENTS, isSameEnd } from "./finding";
import { bySubmission, findGap, rememberJobs } from "./knownJobs";
import { type JobsContext, detectJobEvents } from "./jobEvents";
import { type NodeMerge, mergeByNodes, unifiedBy } from "./unification";

/**
 * Applies rules T5 and T6 (docs/customer-insights.md) to the jobs of an instance, oldest first. Jobs whose events
 * exceed one change stay open for the next poll. The first observation fires nothing; jobs that are open then fire when
 * they end.
 */
export function detectJobs(
  previous: JobsState | undefined,
  observed: ObservedJobs,
  context: JobsContext,
): Finding<JobsState> {
  const merge = mergeByNodes(previous, observed.listed, context);
  if (!previous) return { state: baseline(observed.listed, merge), events: [], unusable: [] };
  const found = detectEachJob(previous, observed, merge, context);
  const gap = findGap(previous, observed.listed, context);
  return {
    state: {
      kind: "jobs",
      ...rememberJobs(found.known, observed.listed, previous.horizon),
      ...defined({ mergedAt: merge.mergedAt, nodeToldAt: merge.nodeToldAt }),
    },
    events: found.events,
    unusable: [...found.unusable, ...observed.gone.map((jobId) => ({ what: `job ${jobId}`, seen: "gone while open" }))],
    ...defined({ gap }),
    busy: found.deferred || found.known.some(({ endedSince }) => endedSince !== undefined),
  };
}

function baseline(listed: readonly WorkflowJob[], { mergedAt }: NodeMerge): JobsState {
  const jobs = unique(listed).map((job): KnownJob => {
    const open = !isTerminal(job.status);
    return { ...asNew(job), open, unified: !open || unifiedBy(job) !== undefined };
  });
  const horizon = jobs.find(({ submittedAt }) => submittedAt !== undefined)?.submittedAt;
  return { kind: "jobs", jobs, ...defined({ horizon, mergedAt }) };
}

/** Each job once, oldest first. */
function unique(jobs: readonly WorkflowJob[]): readonly WorkflowJob[] {
  return [...new Map(jobs.map((job) => [job.jobId, job])).values()].toSorted(bySubmission);
}

function asNew({ jobId, submittedAt }: WorkflowJob): KnownJob {
  return { jobId, ...defined({ submittedAt }), open: true, unified: false };
}

interface EachJob {
  readonly known: readonly KnownJob[];
  readonly events: readonly DetectedEvent[];
  readonly unusable: readonly Unusable[];
  readonly deferred: boolean;
}

function detectEachJob(previous: JobsState, observed: ObservedJobs, merge: NodeMerge, context: JobsContext): EachJob {
  const known = new Map(previous.jobs.map((job) => [job.jobId, job]));
  for (const jobId of observed.gone) known.set(jobId, { ...known.get(jobId), jobId, open: false, unified: true });
  const before = unique([...observed.lookedUp, ...observed.listed])
    .filter((job) => known.has(job.jobId) || !isOldNews(job, previous.horizon))
    .map((job) => ({ job, open: withMerge(known.get(job.jobId) ?? asNew(job), job, merge) }));
  const events = merge.event ? [merge.event] : [];
  const unusable: Unusable[] = [];
  let deferred = false;
  for (const { job, open } of before) {
    const judged = detectJobEvents(open, job, context);
    deferred ||= events.length + judged.events.length > MAX_EVENTS;
    known.set(job.jobId, deferred ? open : judged.known);
    if (deferred) continue;
    events.push(...judged.events);
    unusable.push(...judged.unusable);
  }
  return { known: [...known.values()], events, unusable, deferred };
}

/** Marks a job as unified if its node has reported that already; the node may not have named its jobs. */
function withMerge(known: KnownJob, job: WorkflowJob, { jobIds, nodeToldAt }: NodeMerge): KnownJob {
  const { endedAt } = unifiedBy(job) ?? {};
  const isReported =
    jobIds.includes(known.jobId) ||
    (endedAt !== undefined && nodeToldAt !== undefined && isSameEnd(endedAt, nodeToldAt));
  return isReported ? { ...known, unified: true } : known;
}
