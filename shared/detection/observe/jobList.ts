/**
 * The jobs of an instance as a poll reads them: the newest by one list, and older open ones by id.
 */

import { type SourceAnswer } from "../../model/sourceAnswer";
import { type JobsState, type KnownJob, type StoredSubject } from "../../model/subject";
import { type WorkflowJob } from "../../model/workflow";
import { findListChecks } from "./listPlan";
import { type ObservedJobs, type PollSource, type ObservationNotes, valueOrNote } from "./observed";

/**
 * Lengths of the list to ask for. Each is asked for only when the shorter one does not reach back to known jobs (A11).
 */
const TOPS = [50, 100, 200, 400];

/**
 * Lists the newest jobs: enough that they overlap with the known ones and that the open jobs they leave out can be
 * looked up in one poll, else younger jobs would be reported before older ones. Returns the longest list when no length
 * is enough.
 */
export async function readJobs(
  instanceId: string,
  known: JobsState | undefined,
  source: Pick<PollSource, "listJobs">,
): Promise<SourceAnswer<readonly WorkflowJob[]>> {
  let answer: SourceAnswer<readonly WorkflowJob[]> = { ok: true, value: [], unusable: [] };
  for (const top of TOPS) {
    const before = answer.value.length;
    answer = await source.listJobs(instanceId, { top });
    if (!answer.ok || !known || answer.value.length <= before || isEnough(answer.value, known, top)) break;
  }
  return answer;
}

const LOOKUPS_PER_POLL = 10;

function isEnough(listed: readonly WorkflowJob[], known: JobsState, top: number): boolean {
  const isAll = known.jobs.length === 0 && listed.length < top;
  return isAll || (hasOverlap(known, listed) && missingJobs(known, listed).length <= LOOKUPS_PER_POLL);
}

/** Open jobs that the list does not hold. */
function missingJobs({ jobs }: JobsState, listed: readonly WorkflowJob[]): readonly KnownJob[] {
  const listedIds = new Set(listed.map(({ jobId }) => jobId));
  return jobs.filter(({ open, jobId }) => open && !listedIds.has(jobId));
}

interface LookUpInput {
  readonly instanceId: string;
  readonly known: JobsState | undefined;
  readonly listed: readonly WorkflowJob[];
  readonly now: Date;
}

/** Reads by id the open jobs that the list does not hold any more. A failed read leaves its job open. */
export async function lookUpJobs(
  { instanceId, known, listed, now }: LookUpInput,
  source: Pick<PollSource, "getJob">,
  notes: ObservationNotes,
): Promise<ObservedJobs> {
  const lookedUp: WorkflowJob[] = [];
  const gone: string[] = [];
  for (const { jobId } of takeTurns(known ? missingJobs(known, listed) : [], now)) {
    const answer = await source.getJob(instanceId, jobId);
    if (!answer.ok && answer.failure.kind === "not-found") gone.push(jobId);
    else lookedUp.push(...[valueOrNote(`job ${jobId}`, answer, notes)].flatMap((job) => job ?? []));
  }
  return { listed, lookedUp, gone };
}

/**
 * Chooses the jobs to look up in this poll. If there are too many, each minute has another part, so that jobs that
 * cannot be read block no others.
 */
function takeTurns<T>(all: readonly T[], now: Date): readonly T[] {
  if (all.length <= LOOKUPS_PER_POLL) return all;
  const start = (Math.floor(now.getTime() / 60_000) * LOOKUPS_PER_POLL) % all.length;
  return [...all.slice(start), ...all.slice(0, start)].slice(0, LOOKUPS_PER_POLL);
}

/**
 * The horizon to list jobs back to when no subscription follows jobs: data sources still need the jobs since the last
 * poll.
 */
export function jobHorizon(subjects: readonly StoredSubject[]): JobsState | undefined {
  const horizon = findListChecks(subjects)?.newestJobAt;
  return horizon && { kind: "jobs", jobs: [], horizon };
}

/** True when the list reaches back to a known job: none can have come and gone unseen in between. */
export function hasOverlap({ jobs, horizon }: JobsState, listed: readonly WorkflowJob[]): boolean {
  const known = new Set(jobs.map(({ jobId }) => jobId));
  return listed.some((job) => known.has(job.jobId) || isOldNews(job, horizon));
}

/**
 * True for a job submitted at or before the horizon: if it is unknown, it was forgotten or is older than the baseline.
 */
export function isOldNews({ submittedAt }: WorkflowJob, horizon: JobsState["horizon"]): boolean {
  return submittedAt !== undefined && horizon !== undefined && submittedAt <= horizon;
}
