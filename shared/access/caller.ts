import { createHash } from "node:crypto";

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

/** Several of one name are one connection: that is how a key is changed while both work. */
export interface ApiKey {
  readonly name: string;
  /** SHA-256 of the key, 32 bytes. */
  readonly digest: Buffer;
  readonly roles: readonly Role[];
}

export interface Permission {
  readonly name: string;
  readonly role: Role;
}

export interface EntraSettings {
  /** Lower case uuids. */
  readonly tenants: readonly string[];
  readonly audiences: readonly string[];
  /** `https://login.microsoftonline.com`, or that of another cloud. */
  readonly authority: string;
  /** Of a scope's or app role's name in Entra what it allows here. */
  readonly permissions: readonly Permission[];
}

/** Instances for whoever has the name `to`: `key:…`, `tenant:…` or `group:…`. */
export interface InstanceGrant {
  readonly to: string;
  readonly instances: Caller["instances"];
}

/** Who may call. Without keys and without `entra` nobody may. */
export interface AccessSettings {
  readonly apiKeys: readonly ApiKey[];
  readonly entra?: EntraSettings;
  /** None: everybody may use all instances. */
  readonly grants: readonly InstanceGrant[];
}

/** All instances while no grant is set; once there is one, what is granted to any of the caller's names together. */
export function grantInstances(names: readonly string[], grants: readonly InstanceGrant[]): Caller["instances"] {
  if (grants.length === 0) return "all";
  const own = grants.filter(({ to }) => names.includes(to)).map(({ instances }) => instances);
  if (own.includes("all")) return "all";
  return [...new Set(own.flat())];
}

/** `instanceId` in lower case. */
export function mayUseInstance({ instances }: Pick<Caller, "instances">, instanceId: string): boolean {
  return instances === "all" || instances.includes(instanceId);
}

/** A connection's name in rows and logs, of what makes it the same caller next time: its kind and its lasting names. */
export function hashConnection(kind: "key" | "entra", ...names: readonly string[]): string {
  return createHash("sha256")
    .update(JSON.stringify([kind, ...names]))
    .digest("hex")
    .slice(0, 32);
}
