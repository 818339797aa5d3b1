/**
 * The interest of an instance's subscriptions, and what follows from it: which subjects are kept and which lists are
 * read.
 */
import { type Trigger } from "../../model/event";
import { type StoredSubject, sampledSubjectId } from "../../model/subject";

/**
 * The triggers and resources that the live and the suspended subscriptions of an instance are for: a poll reads no more
 * than these need.
 */
export interface Interest {
  readonly triggers: ReadonlySet<Trigger>;
  /** Names in CI's spelling, each once. */
  readonly segments: readonly string[];
  readonly measures: readonly string[];
}

/**
 * True while a subscription is interested in the subject. Other subjects are forgotten, so that the next subscription
 * gets its own baseline.
 */
export function isWanted({ subjectId, state }: StoredSubject, interest: Interest): boolean {
  if (state.kind === "data-source") return wantsDataSources(interest);
  if (state.kind === "jobs") return wantsJobs(interest);
  if (state.kind === "readings") return true;
  const names = state.kind === "segment" ? interest.segments : interest.measures;
  return names.some((name) => sampledSubjectId(state.kind, name) === subjectId);
}

export function wantsDataSources({ triggers }: Interest): boolean {
  return triggers.has("data-source-refresh-failed") || triggers.has("data-source-refresh-succeeded");
}

export function wantsJobs({ triggers }: Interest): boolean {
  return triggers.has("full-refresh-completed") || triggers.has("unification-completed");
}
