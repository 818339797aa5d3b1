/**
 * The signing keys of Entra's tenants: fetched when a token needs them, remembered for at most a day without a new
 * answer, and fetched again when they are older than an hour or a token names a new one.
 */
import { type CryptoKey, type JWK, importJWK } from "jose";
import { guard } from "../validation/guard";

type SigningKeyFound =
  | { readonly outcome: "found"; readonly key: CryptoKey }
  | { readonly outcome: "unknown" }
  /** The keys could not be fetched, so it is not known whether there is such a key. */
  | { readonly outcome: "unavailable" };

export type FindSigningKey = (tenantId: string, keyId: string) => Promise<SigningKeyFound>;

/** The keys of one tenant by key id (`kid`). */
export type SigningKeys = ReadonlyMap<string, CryptoKey>;

export interface SigningKeyDeps {
  /** Fetches a tenant's keys. Rejects when there is no usable answer. */
  readonly fetchKeys: (tenantId: string) => Promise<SigningKeys>;
  readonly onFailure: (tenantId: string, error: unknown) => void;
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsedMs: () => number;
}

interface TenantKeys {
  readonly tenantId: string;
  keys: SigningKeys;
  fetchedAtMs: number;
  triedAtMs: number;
  failed: boolean;
  fetching: Promise<void> | undefined;
}

/**
 * Keys of this age are fetched again while the caller is served with the old ones: a withdrawn key is not used for
 * long.
 */
const REFRESH_MS = 3_600_000;

/** Old keys count for this long while new ones cannot be fetched. */
const KEEP_MS = 24 * REFRESH_MS;

/**
 * Creates the search for a key. A tenant's keys are fetched when first needed and when a token names a new one, never
 * twice at once.
 */
export function createTokenKeyFinder(deps: SigningKeyDeps): FindSigningKey {
  const tenants = new Map<string, TenantKeys>();
  return async (tenantId, keyId) => {
    const tenant = tenants.get(tenantId) ?? noKeys(tenantId);
    tenants.set(tenantId, tenant);
    const age = deps.elapsedMs() - tenant.fetchedAtMs;
    const known = age < KEEP_MS ? tenant.keys.get(keyId) : undefined;
    if (known && age > REFRESH_MS) void refresh(tenant, deps);
    if (known) return { outcome: "found", key: known };
    await refresh(tenant, deps);
    if (deps.elapsedMs() - tenant.fetchedAtMs >= KEEP_MS) return { outcome: "unavailable" };
    const key = tenant.keys.get(keyId);
    if (key) return { outcome: "found", key };
    return { outcome: tenant.failed ? "unavailable" : "unknown" };
  };
}

function noKeys(tenantId: string): TenantKeys {
  const never = Number.NEGATIVE_INFINITY;
  return { tenantId, keys: new Map(), fetchedAtMs: never, triedAtMs: never, failed: false, fetching: undefined };
}

/** The least time between two fetches, however many tokens name keys that do not exist. */
const COOLDOWN_MS = 30_000;

const FAILED_COOLDOWN_MS = 5_000;

/** Joins the fetch that is under way, starts one if it is time, or does nothing. Never rejects. */
function refresh(tenant: TenantKeys, deps: SigningKeyDeps): Promise<void> {
  const cooldownMs = tenant.failed ? FAILED_COOLDOWN_MS : COOLDOWN_MS;
  if (!tenant.fetching && deps.elapsedMs() - tenant.triedAtMs >= cooldownMs) {
    tenant.fetching = fetchInto(tenant, deps).finally(() => {
      tenant.fetching = undefined;
    });
  }
  return tenant.fetching ?? Promise.resolve();
}

async function fetchInto(tenant: TenantKeys, { fetchKeys, onFailure, elapsedMs }: SigningKeyDeps): Promise<void> {
  tenant.triedAtMs = elapsedMs();
  try {
    tenant.keys = await fetchKeys(tenant.tenantId);
    tenant.fetchedAtMs = elapsedMs();
    tenant.failed = false;
  } catch (error) {
    tenant.failed = true;
    onFailure(tenant.tenantId, error);
  }
}

const DEADLINE_MS = 5_000;

interface KeySet {
  readonly keys: readonly JWK[];
}

const checkKeySet = guard<KeySet>({
  type: "object",
  required: ["keys"],
  properties: { keys: { type: "array", maxItems: 100, items: { type: "object" } } },
});

/**
 * Fetches a tenant's published signing keys. Rejects when there is no answer in time, or none that holds a usable key.
 */
export const fetchSigningKeys =
  (authority: string, deadlineMs = DEADLINE_MS) =>
  async (tenantId: string): Promise<SigningKeys> => {
    const response = await fetch(`${authority}/${tenantId}/discovery/v2.0/keys`, {
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(deadlineMs),
    });
    if (!response.ok) throw new Error(`signing keys: answered ${response.status}`);
    const checked = checkKeySet(JSON.parse(await readText(response)));
    if (!checked.ok) throw new Error("signing keys: not a list of keys");
    const imported = await Promise.all(checked.value.keys.map((jwk) => importKey(jwk)));
    const keys = new Map(imported.filter((entry) => entry !== undefined));
    if (keys.size === 0) throw new Error("signing keys: none that can be used");
    return keys;
  };

/** Entra sends about 10 keys of 2 KB. */
const MAX_BYTES = 262_144;

async function readText({ body }: { readonly body: AsyncIterable<Uint8Array> | null }): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (!body) return "";
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new Error(`signing keys: more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Imports one key. Undefined for a key of another kind, or one that cannot be read: the others still count. */
async function importKey(jwk: JWK): Promise<[string, CryptoKey] | undefined> {
  const { kty, kid, use = "sig" } = jwk;
  if (kty !== "RSA" || typeof kid !== "string" || use !== "sig") return undefined;
  try {
    const key = await importJWK(jwk, "RS256");
    return key instanceof Uint8Array ? undefined : [kid, key];
  } catch {
    return undefined;
  }
}
