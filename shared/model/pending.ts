import { type EventReference } from "./event";
import { type Instant } from "./instant";
import { type Version } from "./subject";

/** The pending marker: an event is not yet handed over completely, or has deliveries that have not ended. */
export interface Pending {
  readonly event: EventReference;
  /** True when every matching subscription is in a chunk. */
  readonly handedOver: boolean;
  /** Pages of subscriptions handed over so far, and where to go on. */
  readonly pages: number;
  readonly cursor?: string;
  /** When the sweep looks at it. */
  readonly dueAt: Instant;
  readonly version: Version;
}
