import { type AttemptRecord } from "../../shared/model/delivery";
import { aKey } from "./aSubscription";

/** The record of an attempt that was the last. */
export function aDeath(changes: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    reference: { subscription: aKey(), attemptsBefore: 0, connection: "connection-1" },
    attempt: 1,
    endedAt: new Date("2026-11-20T10:00:00Z"),
    verdict: { outcome: "dead", cause: "flow-off" },
    answer: { status: 400, errorCode: "WorkflowTriggerIsNotEnabled", durationMs: 3 },
    ...changes,
  };
}
