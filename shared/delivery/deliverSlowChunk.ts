import { type DeliveryTask } from "../model/task";
import { type DeliverDeps, deliverChunk } from "./deliverChunk";

export interface SlowDeliverDeps extends DeliverDeps {
  /** With more patience, and places of their own: what is slow holds nothing but what is slow. */
  readonly slowLane: Pick<DeliverDeps, "post" | "leaseSeconds">;
}

/** `deliverChunk` for chunks of the slow lane. */
export function deliverSlowChunk(task: DeliveryTask, deps: SlowDeliverDeps): Promise<void> {
  return deliverChunk(task, { ...deps, ...deps.slowLane });
}
