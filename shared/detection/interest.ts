import { type Trigger } from "../model/event";

/** What the live and the suspended subscriptions of an instance are for: what a poll has to look at. */
export interface Interest {
  readonly triggers: ReadonlySet<Trigger>;
  /** Names as CI gives them, each once. */
  readonly segments: readonly string[];
  readonly measures: readonly string[];
}

export function wantsDataSources({ triggers }: Interest): boolean {
  return triggers.has("data-source-refresh-failed") || triggers.has("data-source-refresh-succeeded");
}

export function wantsJobs({ triggers }: Interest): boolean {
  return triggers.has("full-refresh-completed") || triggers.has("unification-completed");
}
