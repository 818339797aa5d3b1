import { type IneligibleReason } from "./measure";
import { type Trigger } from "./trigger";

/** Why subscriptions cannot have events for now. */
export type SuspendReason = "resource-deleted" | "instance-gone" | IneligibleReason;

/** Subscriptions of an instance: those to a trigger and a resource, or all of them. */
export interface SuspensionScope {
  readonly trigger?: Trigger;
  /** As CI names it. */
  readonly resource?: string;
}

export interface Suspension extends SuspensionScope {
  readonly reason: SuspendReason;
}
