import { type Instant } from "./instant";
import { type Sample } from "./sample";
import { type SuspendReason } from "./suspension";

/** What we remember of a subscribed segment or measure (rules T3 and T4). */
export interface SampledState {
  readonly kind: "segment" | "measure";
  /** The newest sample; absent until there was one. */
  readonly last?: Sample;
  readonly createdAt?: Instant;
  readonly version?: number;
  /** Complete answers in a row that it was not in; counted up to two. */
  readonly absences: number;
  /** Why its subscriptions were suspended; absent when they are not. */
  readonly suspended?: SuspendReason;
}

export function sampledSubjectId(kind: SampledState["kind"], name: string): string {
  return `${kind}.${name}`;
}
