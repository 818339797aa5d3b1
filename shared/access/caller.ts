/**
 * The caller: who may call, with which roles, and for which instances. Nothing here reads credentials or the settings.
 */
import { createHash } from "node:crypto";

export const ROLES = ["read", "write", "subscribe", "operate"] as const;

/**
 * A role says what a caller may do. Each route asks for one of them; `operate` is for what belongs to other callers.
 */
export type Role = (typeof ROLES)[number];

/** A caller whose identity is established. */
export interface Caller {
  /**
   * The connection's name in rows and logs: 32 hex digits, the same for every credential of one principal or key name.
   */
  readonly connection: string;
  readonly roles: readonly Role[];
  /**
   * Instances that the caller may use, as lower case uuids. "all" stands for every instance that this service can see.
   */
  readonly instances: readonly string[] | "all";
}

/** Why nobody was recognized. It is for logs only: the caller learns that it was refused, and not why. */
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
  /** The tenant's signing keys cannot be fetched now, and nobody can be identified without them. */
  | { readonly outcome: "unavailable" };

/** An API key. Several keys of one name are one connection, so that a key can be replaced while both work. */
export interface ApiKey {
  readonly name: string;
  /** SHA-256 of the key, 32 bytes. */
  readonly digest: Buffer;
  readonly roles: readonly Role[];
}

/** The name of a scope or app role in Entra, and the role that it gives here. */
export interface Permission {
  readonly name: string;
  readonly role: Role;
}

export interface EntraSettings {
  /** Lower case uuids. */
  readonly tenants: readonly string[];
  readonly audiences: readonly string[];
  /** The sign-in address: `https://login.microsoftonline.com`, or that of another cloud. */
  readonly authority: string;
  readonly permissions: readonly Permission[];
}

/** Grants instances to every caller that has the name `to`: `key:…`, `tenant:…` or `group:…`. */
export interface InstanceGrant {
  readonly to: string;
  readonly instances: Caller["instances"];
}

/** The settings of access. If there are neither keys nor `entra`, nobody may call. */
export interface AccessSettings {
  readonly apiKeys: readonly ApiKey[];
  readonly entra?: EntraSettings;
  /** An empty list lets every caller use all instances. */
  readonly grants: readonly InstanceGrant[];
}

/**
 * The instances that a caller with these names may use. All, if no grant is set; else the sum of what its names are
 * granted.
 */
export function grantInstances(names: readonly string[], grants: readonly InstanceGrant[]): Caller["instances"] {
  if (grants.length === 0) return "all";
  const own = grants.filter(({ to }) => names.includes(to)).map(({ instances }) => instances);
  if (own.includes("all")) return "all";
  return [...new Set(own.flat())];
}

/** True when the caller may use the instance, whose id is in lower case. */
export function mayUseInstance({ instances }: Pick<Caller, "instances">, instanceId: string): boolean {
  return instances === "all" || instances.includes(instanceId);
}

/**
 * Makes a connection's name in rows and logs from what is the same whenever the caller comes: its kind and lasting
 * names.
 */
export function hashConnection(kind: "key" | "entra", ...names: readonly string[]): string {
  return createHash("sha256")
    .update(JSON.stringify([kind, ...names]))
    .digest("hex")
    .slice(0, 32);
}
