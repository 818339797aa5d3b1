import { type Log } from "../model/log";
import { type StoredSubject, type Watch } from "../model/subject";

export interface RetireDeps {
  readonly loadSubjects: (instanceId: string) => Promise<readonly StoredSubject[]>;
  /** Removes those rows whose version is still the given one. */
  readonly removeSubjects: (instanceId: string, subjects: readonly StoredSubject[]) => Promise<void>;
  readonly hasPending: (instanceId: string) => Promise<boolean>;
  /** Removes the watch if its version is still the given one: a subscription made meanwhile has touched it. */
  readonly removeWatch: (watch: Watch) => Promise<"removed" | "touched">;
  readonly log: Log;
}

/**
 * Ends the watch of an instance that nobody is subscribed to any more. What was remembered goes with it, so that a later
 * subscription starts from a baseline of its own. Pending events keep the watch: the sweep finds them by it.
 */
export async function retireWatch(watch: Watch, deps: RetireDeps): Promise<void> {
  const { instanceId } = watch;
  await deps.removeSubjects(instanceId, await deps.loadSubjects(instanceId));
  const outcome = (await deps.hasPending(instanceId)) ? "pending" : await deps.removeWatch(watch);
  deps.log({ name: "watch.retired", instanceId, outcome });
}
