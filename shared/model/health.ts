import { type Instant } from "./instant";

/** Answers after which no flow is there to call, for now or for good (reference/connector-rules.md 7). */
export const DORMANCY_CAUSES = ["flow-off", "flow-deleted", "gone", "unauthorized"] as const;

export type DormancyCause = (typeof DORMANCY_CAUSES)[number];

interface Pace {
  /** Its last attempts timed out, failed or took long: it is delivered to in the slow lane. */
  readonly slow: boolean;
  /** When the attempt ended that last changed this. */
  readonly changedAt: Instant;
}

/** How a subscription's receiver has done lately. One that is dormant has one try per event, without retries. */
export type Health =
  | (Pace & { readonly state: "active" })
  | (Pace & { readonly state: "dormant"; readonly dormantSince: Instant; readonly cause: DormancyCause });
