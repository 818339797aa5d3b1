import { type Instant } from "../../model/instant";
import { DORMANCY_CAUSES, type DormancyCause, type Health } from "../../model/subscription";
import { INSTANT, TRUTH } from "../rows/rowSchema";
import { type Values } from "../table/table";

/** A subscription's health as columns of its row; all absent until an attempt has changed it. */
export interface HealthRow {
  readonly state?: Health["state"];
  /** Empty, as the cause, when it was dormant and is not any more: a merge cannot take a column away. */
  readonly dormantSince?: Instant | "";
  readonly cause?: DormancyCause | "";
  readonly slow?: boolean;
  readonly healthChangedAt?: Instant;
}

export const HEALTH_COLUMNS = {
  state: { enum: ["active", "dormant"] },
  dormantSince: { anyOf: [INSTANT, { const: "" }] },
  cause: { enum: ["", ...DORMANCY_CAUSES] },
  slow: TRUTH,
  healthChangedAt: INSTANT,
};

export function toHealth(row: HealthRow): { readonly health?: Health } {
  const { state, dormantSince, cause, slow = false, healthChangedAt: changedAt } = row;
  if (changedAt === undefined) return {};
  if (state !== "dormant" || !dormantSince || !cause) return { health: { state: "active", slow, changedAt } };
  return { health: { state, dormantSince, cause, slow, changedAt } };
}

export function fromHealth(health: Health | undefined): Values {
  if (!health) return {};
  const { state, slow, changedAt } = health;
  const { dormantSince, cause } = state === "dormant" ? health : { dormantSince: "", cause: "" };
  return { state, dormantSince, cause, slow, healthChangedAt: changedAt };
}
