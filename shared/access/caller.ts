export const ROLES = ["read", "write", "subscribe", "operate"] as const;

/** What a caller may do; each route asks for one of them. `operate`: what belongs to others. */
export type Role = (typeof ROLES)[number];

/** Who calls, once that is established. */
export interface Caller {
  /** Names the connection in rows and logs: 32 hex digits, the same for every credential of one principal or key name. */
  readonly connection: string;
  readonly roles: readonly Role[];
  /** Lower case uuids; `all`: whichever CI shows to this service. */
  readonly instances: readonly string[] | "all";
}

/** Why nobody was recognized. For logs alone: a caller is told that it was refused, not why. */
export type RefusalReason =
  | "no-credentials"
  | "too-long"
  | "malformed"
  | "not-accepted"
  | "unknown-key"
  | "wrong-algorithm"
  | "wrong-tenant"
  | "wrong-issuer"
  | "wrong-audience"
  | "wrong-claims"
  | "wrong-signature"
  | "unknown-signing-key"
  | "expired"
  | "not-yet-valid";

export type Identified =
  | { readonly outcome: "known"; readonly caller: Caller }
  | { readonly outcome: "refused"; readonly reason: RefusalReason }
  /** The tenant's signing keys cannot be had just now, and without them nobody can tell. */
  | { readonly outcome: "unavailable" };
