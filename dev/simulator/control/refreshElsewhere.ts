import { formatTimeOrNull } from "../api/formatTime";
import { type ControlHandler } from "./controlCall";
import { ControlError } from "./controlError";
import { createFields } from "./createFields";
import { findInstance } from "./findInstance";
import { findDataSource } from "./findItem";

const STATES = ["updated", "updating", "updateFailed", "updateCancelled", "notUpdated"] as const;

/** `POST /_control/external-refresh`: how a source that has no node was refreshed elsewhere. */
export const refreshElsewhere: ControlHandler = ({ simulation: { world }, body }) => {
  const fields = createFields(body, ["instanceId", "dataSourceId", "refreshState"]);
  const instance = findInstance(world, fields.text("instanceId"));
  const wanted = fields.text("dataSourceId");
  if (wanted === undefined)
    throw new ControlError(400, "dataSourceId", "dataSourceId is missing; it is an id or a name.");
  const source = findDataSource(instance, wanted);
  if (source.hasNode)
    throw new ControlError(
      400,
      "dataSourceId",
      `${source.name} is refreshed by the workflow; use POST /_control/refresh.`,
    );
  source.refreshState = fields.choice("refreshState", STATES) ?? "updated";
  const moves = source.refreshState === "updated" || world.scene.lastRefreshMovesOnFailure;
  if (moves && source.refreshState !== "updating" && source.refreshState !== "notUpdated")
    source.lastRefresh = world.now;
  source.updatedAt = world.now;
  const { dataSourceId, name, refreshState, lastRefresh } = source;
  return {
    instanceId: instance.instanceId,
    dataSourceId,
    name,
    refreshState,
    lastRefresh: formatTimeOrNull(lastRefresh),
  };
};
