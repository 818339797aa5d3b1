import { type DormancyCause } from "./health";

/** Subscriptions whose receivers do not do well: those without a flow to call, by cause, and those that answer late or not. */
export interface UnwellCounts {
  readonly dormant: Readonly<Partial<Record<DormancyCause, number>>>;
  readonly slow: number;
}
