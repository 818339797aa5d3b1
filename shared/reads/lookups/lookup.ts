import { type SourceFailure } from "../../model/sourceAnswer";

/** What a list of an instance's things is answered with. */
export type Lookup<T> =
  | { readonly outcome: "found"; readonly items: readonly T[] }
  | { readonly outcome: "unknown-instance" }
  | { readonly outcome: "source-failed"; readonly failure: SourceFailure };

/** Whose list is asked for. */
export interface InstanceRequest {
  /** Lower case uuid. */
  readonly instanceId: string;
}
