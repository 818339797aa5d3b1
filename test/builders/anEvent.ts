import { type StoredEvent } from "../../shared/model/event";
import { anInstant } from "./anInstant";

export const INSTANCE_ID = "6b1f0c1e-52a1-4c0e-9a55-0a4de1f0b001";
export const OTHER_INSTANCE_ID = "6b1f0c1e-52a1-4c0e-9a55-0a4de1f0b002";

export function anEvent(changes: Partial<StoredEvent> = {}): StoredEvent {
  return {
    eventId: `evt_${"0".repeat(32)}`,
    trigger: "data-source-refresh-failed",
    instanceId: INSTANCE_ID,
    sequence: 7,
    subjectId: "data-source.crm",
    resource: "crm",
    occurredAt: anInstant("2026-11-20T02:52:40.9Z"),
    detectedAt: anInstant("2026-11-20T02:53:00Z"),
    fields: { dataSourceId: "crm", status: "failed", partial: false },
    ...changes,
  };
}
