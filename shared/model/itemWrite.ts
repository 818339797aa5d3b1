import { type SourceFailure } from "./sourceAnswer";

/** An item to be made or changed, by the columns given. */
export interface ItemWrite {
  /** Lower case uuid. */
  readonly instanceId: string;
  readonly entity: string;
  readonly item: Readonly<Record<string, unknown>>;
  /** An ISO time in UTC; without it, as long as the source keeps such writes. */
  readonly validUntil?: string;
}

export interface ItemUpdate extends ItemWrite {
  /** The value of its key. */
  readonly itemId: string;
}

/** A write that was not answered may have been made. */
export type WriteAnswer =
  { readonly ok: true; readonly status: number } | { readonly ok: false; readonly failure: SourceFailure };
