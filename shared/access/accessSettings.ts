import { type Caller, type Role } from "./caller";

/** Several of one name are one connection: that is how a key is changed while both work. */
export interface ApiKey {
  readonly name: string;
  /** SHA-256 of the key, 32 bytes. */
  readonly digest: Buffer;
  readonly roles: readonly Role[];
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

export interface Permission {
  readonly name: string;
  readonly role: Role;
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
