import { type JobsState, type KnownJob } from "../../model/subject";
import { type WorkflowJob } from "../../model/workflow";
import { type JobsSeen } from "../jobs/detectJobs";
import { type ReadingNotes, noted } from "./readingNotes";
import { type SourceReads } from "./sourceReads";

export const LOOKUPS_PER_POLL = 10;

interface LookUpInput {
  readonly instanceId: string;
  readonly known: JobsState | undefined;
  readonly listed: readonly WorkflowJob[];
  readonly now: Date;
}

/** Reads by id the open jobs that the list does not hold any more. A read that fails leaves its job open. */
export async function lookUpJobs(
  { instanceId, known, listed, now }: LookUpInput,
  source: Pick<SourceReads, "getJob">,
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

/** Open jobs that the list does not hold. */
export function missingJobs({ jobs }: JobsState, listed: readonly WorkflowJob[]): readonly KnownJob[] {
  const listedIds = new Set(listed.map(({ jobId }) => jobId));
  return jobs.filter(({ open, jobId }) => open && !listedIds.has(jobId));
}

/** Where there are more than one poll looks up, another part at each minute: ones that cannot be read hold up no other. */
function takeTurns<T>(all: readonly T[], now: Date): readonly T[] {
  if (all.length <= LOOKUPS_PER_POLL) return all;
  const start = (Math.floor(now.getTime() / 60_000) * LOOKUPS_PER_POLL) % all.length;
  return [...all.slice(start), ...all.slice(0, start)].slice(0, LOOKUPS_PER_POLL);
}
