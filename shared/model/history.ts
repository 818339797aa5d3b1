import { type GapEvent, type StoredEvent } from "./event";

/** What happened at an instance, or that something may have happened unseen. */
export type HistoryEntry =
  | { readonly kind: "event"; readonly event: StoredEvent }
  | { readonly kind: "gap"; readonly gap: GapEvent & { readonly sequence: number } };
