import { randomUUID } from "node:crypto";
import { type Detected } from "../../shared/detection/rules/detect";
import { toInstant } from "../../shared/model/instant";

/** What a poll finds when a data source that it has not met since this run began has failed to refresh. */
export function aFinding(instanceId: string, now: Date): { readonly found: Detected; readonly eventId: string } {
  const name = randomUUID();
  const eventId = `evt_${randomUUID().replaceAll("-", "")}`;
  const at = toInstant(now);
  const subjectId = `data-source.${name}`;
  const event = {
    eventId,
    trigger: "data-source-refresh-failed",
    instanceId,
    subjectId,
    resource: name,
    occurredAt: at,
    detectedAt: at,
    fields: { dataSourceId: name, dataSourceName: "Contacts", status: "failed", partial: false },
  } as const;
  const state = {
    kind: "data-source",
    signal: "refresh-state",
    refreshState: "failed",
    episode: 1,
    settledAt: at,
    baselineAt: at,
  } as const;
  const nothing = { removals: [], suspensions: [], resumptions: [], unusable: [] };
  return { eventId, found: { ...nothing, changes: [{ subjectId, state, events: [event] }], busy: false } };
}
