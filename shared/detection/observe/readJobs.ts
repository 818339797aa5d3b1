import { type SourceAnswer } from "../../model/sourceAnswer";
import { type JobsState, type KnownJob, type StoredSubject } from "../../model/subject";
import { type WorkflowJob } from "../../model/workflow";
import { type JobsSeen, type ReadingNotes, type PollSource, noted } from "./observed";
import { findReadings } from "./planReading";

/** Each is asked for only when the one before does not reach back to what we know (A11). */
const TOPS = [50, 100, 200, 400];

/**
 * The newest jobs, so many that they overlap with those we know and that the open ones they leave out can be looked up in one
 * poll, else younger ones would be told before older ones; all we could get where that never is.
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

/** Reads by id the open jobs that the list does not hold any more. A read that fails leaves its job open. */
export async function lookUpJobs(
  { instanceId, known, listed, now }: LookUpInput,
  source: Pick<PollSource, "getJob">,
  notes: ReadingNotes,
): Promise<JobsSeen> {
  const lookedUp: WorkflowJob[] = [];
  const gone: string[] = [];
  for (const { jobId } of takeTurns(known ? missingJobs(known, listed) : [], now)) {
    const answer = await source.getJob(instanceId, jobId);
    if (!answer.ok && answer.failure.kind === "not-found") gone.push(jobId);
    else lookedUp.push(...[noted(`job ${jobId}`, answer, notes)].flatMap((job) => job ?? []));
  }
  return { listed, lookedUp, gone };
}

/** Where there are more than one poll looks up, another part at each minute: ones that cannot be read hold up no other. */
function takeTurns<T>(all: readonly T[], now: Date): readonly T[] {
  if (all.length <= LOOKUPS_PER_POLL) return all;
  const start = (Math.floor(now.getTime() / 60_000) * LOOKUPS_PER_POLL) % all.length;
  return [...all.slice(start), ...all.slice(0, start)].slice(0, LOOKUPS_PER_POLL);
}

/** Where nobody follows the jobs themselves, data sources still need those that came since the last look. */
export function jobHorizon(subjects: readonly StoredSubject[]): JobsState | undefined {
  const horizon = findReadings(subjects)?.newestJobAt;
  return horizon && { kind: "jobs", jobs: [], horizon };
}

/** True when the list reaches back to what we know: nothing can have come and gone unseen in between. */
export function hasOverlap({ jobs, horizon }: JobsState, listed: readonly WorkflowJob[]): boolean {
  const known = new Set(jobs.map(({ jobId }) => jobId));
  return listed.some((job) => known.has(job.jobId) || isOldNews(job, horizon));
}

/** Submitted so early that, unknown, it was forgotten or came before the baseline. */
export function isOldNews({ submittedAt }: WorkflowJob, horizon: JobsState["horizon"]): boolean {
  return submittedAt !== undefined && horizon !== undefined && submittedAt <= horizon;
}
