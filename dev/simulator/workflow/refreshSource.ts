import { type DataSource, type Instance, type World } from "../world/model";
import { findSource } from "./findSource";
import { type Status, type Task } from "./model";

/** Updates the source of an ingestion task; with one node per table the worst of them tells. */
export function refreshSource(world: World, instance: Instance, task: Task): void {
  const source = findSource(instance, task.node.identifier);
  if (!source) return;
  const siblings = instance.tasks.filter(
    ({ node, jobIds }) =>
      node.operationType === "ingestion" &&
      node.identifier.startsWith(source.dataSourceId) &&
      jobIds.some((jobId) => task.jobIds.includes(jobId)),
  );
  source.refreshState = refreshStateOf(
    siblings.map(({ status }) => status),
    source.refreshState,
  );
  if (source.refreshState === "updated") source.version += 1;
  const moves = source.refreshState === "updated" || world.scene.lastRefreshMovesOnFailure;
  if (task.status !== "skipped" && source.refreshState !== "updating" && moves) {
    source.lastRefresh = world.now;
    source.updatedAt = world.now;
  }
}

function refreshStateOf(statuses: readonly Status[], before: DataSource["refreshState"]): DataSource["refreshState"] {
  const has = (...wanted: readonly Status[]): boolean => statuses.some((status) => wanted.includes(status));
  if (has("running")) return "updating";
  if (has("failed", "timedOut")) return "updateFailed";
  if (has("aborted")) return "updateCancelled";
  return has("successful") ? "updated" : before;
}
