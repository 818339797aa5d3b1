/**
 * One observation of an instance: the reads of a poll in their order. It knows no rules and stores nothing;
 * `observed.ts` declares the result, `listPlan.ts` decides which lists are worth a call.
 */

import { type SourceAnswer, type SourceFailure, isHidden } from "../../model/sourceAnswer";
import { JOBS_SUBJECT_ID, type JobsState, type StoredSubject } from "../../model/subject";
import { type Interest, wantsJobs } from "./interest";
import { jobHorizon, lookUpJobs, readJobs } from "./jobList";
import { isActivityStale } from "./listChecks";
import { findListChecks, planLists } from "./listPlan";
import { hasAbsence, readLists } from "./lists";
import { type Observed, type PollSource, type ObservationNotes, type SkippedRead, namePartial } from "./observed";

interface ObserveInput {
  readonly instanceId: string;
  readonly interest: Interest;
  readonly subjects: readonly StoredSubject[];
  readonly safetySeconds: number;
  readonly now: Date;
}

export type Observation =
  | ({ readonly kind: "seen"; readonly observed: Observed } & ObservationNotes)
  | { readonly kind: "paused"; readonly provisioningState: string }
  | { readonly kind: "failed"; readonly failure: SourceFailure; readonly invisible: boolean };

/**
 * Reads what the subscribed triggers need and what may have changed. A failed read of jobs, nodes or data sources ends
 * the poll, since rules never run on half an answer; any other failure is noted and skips only its subjects. Jobs are
 * read before nodes, and that order must stay: a failed node is final once its jobs are over, so the nodes have to be
 * the younger answer.
 */
export async function observe(input: ObserveInput, source: PollSource): Promise<Observation> {
  const { instanceId, interest, subjects } = input;
  const notes: ObservationNotes = { unusable: [], skipped: [] };
  const instanceState = await checkStale(input, source, notes.skipped);
  if (instanceState?.kind === "paused") return instanceState;
  const known = findJobs(input);
  const listed = unlessNothing("jobs", await readJobs(instanceId, known ?? jobHorizon(subjects), source));
  if (!listed.ok) return explain(instanceId, listed.failure, source);
  const jobs = await lookUpJobs({ ...input, known, listed: listed.value }, source, notes);
  const nodes = unlessNothing("nodes", await source.listNodes(instanceId));
  if (!nodes.ok) return explain(instanceId, nodes.failure, source);
  const plan = planLists({ ...input, nodes: nodes.value, jobs: [...jobs.listed, ...jobs.lookedUp] });
  const lists = await readLists(input, plan, source, notes);
  if (!lists.ok) return explain(instanceId, lists.failure, source);
  const later =
    instanceState ??
    (hasAbsence(lists.value, interest, subjects) ? await checkInstance(instanceId, source) : undefined);
  notes.unusable.push(...listed.unusable, ...nodes.unusable, ...lists.unusable);
  const isActive = later?.kind === "active";
  const partial = new Set([...namePartial({ jobs: listed, nodes }), ...lists.value.partial]);
  const seen = { ...lists.value, partial, absenceCounts: isActive, seenActive: isActive, plan };
  return { kind: "seen", observed: { instanceId, jobs, nodes: nodes.value, ...seen }, ...notes };
}

/**
 * The answer, or a failure when nothing of the list could be used: it was null, had no body, or holds items that are
 * none. Rules would take all jobs or nodes for absent.
 */
function unlessNothing<T>(list: string, answer: SourceAnswer<readonly T[]>): SourceAnswer<readonly T[]> {
  if (!answer.ok || !answer.partial || answer.value.length > 0) return answer;
  const message = `the source's list of ${list} holds nothing that can be used`;
  return { ok: false, failure: { kind: "malformed", message } };
}

/**
 * The state of an instance: `paused` in any provisioning state but active, for instance during an update or a reset;
 * `invisible` when the source does not know it or hides it from us (A18); `unknown` when the source did not answer.
 */
type InstanceState =
  | { readonly kind: "active" }
  | { readonly kind: "paused"; readonly provisioningState: string }
  | { readonly kind: "invisible" | "unknown"; readonly failure: SourceFailure };

/**
 * Checks the instance itself once in a while. A failure is only noted: the reads that follow show whether it matters.
 */
async function checkStale(
  input: ObserveInput,
  source: PollSource,
  skipped: SkippedRead[],
): Promise<InstanceState | undefined> {
  if (!isActivityStale(findListChecks(input.subjects), input)) return undefined;
  const instanceState = await checkInstance(input.instanceId, source);
  if ("failure" in instanceState) skipped.push({ read: "instance", failure: instanceState.failure });
  return instanceState;
}

async function checkInstance(instanceId: string, source: Pick<PollSource, "getInstance">): Promise<InstanceState> {
  const answer = await source.getInstance(instanceId);
  if (!answer.ok) return { kind: isHidden(answer.failure) ? "invisible" : "unknown", failure: answer.failure };
  const { provisioningState = "active" } = answer.value;
  return provisioningState === "active" ? { kind: "active" } : { kind: "paused", provisioningState };
}

function findJobs({ interest, subjects }: ObserveInput): JobsState | undefined {
  if (!wantsJobs(interest)) return undefined;
  const state = subjects.find(({ subjectId }) => subjectId === JOBS_SUBJECT_ID)?.state;
  return state?.kind === "jobs" ? state : undefined;
}

/** Finds out why jobs or nodes could not be read: the instance may be paused, or gone. */
async function explain(instanceId: string, failure: SourceFailure, source: PollSource): Promise<Observation> {
  const failed = { kind: "failed", failure, invisible: false } as const;
  if (!isHidden(failure) && !["unavailable", "rejected"].includes(failure.kind)) return failed;
  const instanceState = await checkInstance(instanceId, source);
  if (instanceState.kind === "paused") return instanceState;
  return { ...failed, invisible: instanceState.kind === "invisible" };
}
