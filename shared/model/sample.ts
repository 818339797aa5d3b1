import { type Instant } from "./instant";

/** An evaluated value of a segment or a measure. Only successful evaluations with a time and a number make one. */
export interface Sample {
  /** Of the evaluation: the run's id, else its time. */
  readonly sampleId: string;
  readonly value: number;
  /** By the source's clock. */
  readonly evaluatedAt: Instant;
}
