import { type CryptoKey, type JWK, importJWK } from "jose";
import { guard } from "../../validation/guard";
import { type SigningKeys } from "./createSigningKeys";

const DEADLINE_MS = 5_000;
/** Entra sends about 10 keys of 2 KB. */
const MOST_BYTES = 262_144;

interface KeySet {
  readonly keys: readonly JWK[];
}

const checkKeySet = guard<KeySet>({
  type: "object",
  required: ["keys"],
  properties: { keys: { type: "array", maxItems: 100, items: { type: "object" } } },
});

/** A tenant's published signing keys. Rejects when there is no answer in time, or none that holds a key we can use. */
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

/** Undefined for a key of another kind, or one that cannot be read: the others still count. */
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

async function readText({ body }: { readonly body: AsyncIterable<Uint8Array> | null }): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (!body) return "";
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Error(`signing keys: more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
