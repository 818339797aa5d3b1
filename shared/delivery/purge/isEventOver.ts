import { type EventReference } from "../../model/event";
import { type Instant } from "../../model/instant";

/** An event with a pending marker. */
export interface OpenEvent {
  readonly sequence: number;
  /** Absent when the marker cannot be read: then nobody knows what it still needs. */
  readonly event?: EventReference;
  /** Every subscription that it is for is in a chunk. */
  readonly handedOver: boolean;
}

/** True of an event, or a gap, that may go: it is old enough and nothing of it is pending. */
export function isEventOver(
  { sequence, detectedAt }: { readonly sequence: number; readonly detectedAt: Instant },
  open: readonly OpenEvent[],
  until: Instant,
): boolean {
  return detectedAt <= until && !open.some((each) => each.sequence === sequence);
}
