import { type Status, type Task } from "./model";

/** How a job ends: one failed task fails it, although everything that does not depend on it has run. */
export function jobStatus(tasks: readonly Task[]): Status {
  const has = (status: Status): boolean => tasks.some((task) => task.status === status);
  if (has("failed")) return "failed";
  if (has("timedOut")) return "timedOut";
  if (has("successful")) return "successful";
  return has("aborted") ? "aborted" : "skipped";
}
