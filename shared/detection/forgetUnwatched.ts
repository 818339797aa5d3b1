import { type StoredSubject, type Watch } from "../model/subject";

export interface ForgetDeps {
  readonly loadSubjects: (instanceId: string) => Promise<readonly StoredSubject[]>;
  readonly loadWatch: (instanceId: string) => Promise<Watch | undefined>;
  /** Removes those rows whose version is still the given one. */
  readonly removeSubjects: (instanceId: string, subjects: readonly StoredSubject[]) => Promise<void>;
}

/**
 * A poll that outlived its watch must leave no baseline behind: a later subscription would be told what ended before it was
 * made (invariant 7). Subjects are read before the watch, so that none of a watch made meanwhile is among them.
 */
export async function forgetUnwatched(instanceId: string, deps: ForgetDeps): Promise<void> {
  const subjects = await deps.loadSubjects(instanceId);
  if (subjects.length > 0 && !(await deps.loadWatch(instanceId))) await deps.removeSubjects(instanceId, subjects);
}
