/** One number of a run: what was measured, where, and the goal it is held against. */
export interface Measurement {
  readonly name: string;
  /** What stood behind it: `memory`, `azurite`, `bullmq`. */
  readonly on: string;
  readonly unit: "per s" | "ms" | "times";
  /** One for each repetition. */
  readonly values: readonly number[];
  readonly goal?: string;
}
