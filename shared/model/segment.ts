import { type Instant } from "./instant";
import { type Sample } from "./sample";

/** A segment as the source lists it, with the samples of its latest evaluation and its history, in any order. */
export interface Segment {
  /** CI's key for it; renaming changes `friendlyName` only (A17). */
  readonly name: string;
  readonly friendlyName?: string;
  /** Lower case: `active`, `inactive`, `invalid`…; empty when the source does not say. */
  readonly state: string;
  readonly createdAt?: Instant;
  readonly version?: number;
  readonly samples: readonly Sample[];
}
