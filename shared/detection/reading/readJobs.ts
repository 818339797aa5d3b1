import { type SourceAnswer } from "../../model/sourceAnswer";
import { type JobsState } from "../../model/subject";
import { type WorkflowJob } from "../../model/workflow";
import { hasOverlap } from "../jobs/hasOverlap";
import { LOOKUPS_PER_POLL, missingJobs } from "./lookUpJobs";
import { type SourceReads } from "./sourceReads";

/** Each is asked for only when the one before does not reach back to what we know (A11). */
const TOPS = [50, 100, 200, 400];

/**
 * The newest jobs, so many that they overlap with those we know and that the open ones they leave out can be looked up in one
 * poll, else younger ones would be told before older ones; all we could get where that never is.
 */
export async function readJobs(
  instanceId: string,
  known: JobsState | undefined,
  source: Pick<SourceReads, "listJobs">,
): Promise<SourceAnswer<readonly WorkflowJob[]>> {
  let answer: SourceAnswer<readonly WorkflowJob[]> = { ok: true, value: [], unusable: [] };
  for (const top of TOPS) {
    const before = answer.value.length;
    answer = await source.listJobs(instanceId, { top });
    if (!answer.ok || !known || answer.value.length <= before || isEnough(answer.value, known, top)) break;
  }
  return answer;
}

function isEnough(listed: readonly WorkflowJob[], known: JobsState, top: number): boolean {
  const isAll = known.jobs.length === 0 && listed.length < top;
  return isAll || (hasOverlap(known, listed) && missingJobs(known, listed).length <= LOOKUPS_PER_POLL);
}
