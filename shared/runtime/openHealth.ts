import { type Health, type HealthDeps, checkHealth } from "../operations/checkHealth";
import { rememberHealth } from "../operations/rememberHealth";

const DEADLINE_MS = 5_000;

/** One memory of the last check for the process. */
export function openHealth(deps: Omit<HealthDeps, "deadlineMs">): () => Promise<Health> {
  const check = (): Promise<Health> => checkHealth({ ...deps, deadlineMs: DEADLINE_MS });
  return rememberHealth(check, () => performance.now());
}
