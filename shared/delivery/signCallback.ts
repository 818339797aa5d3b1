import { createHmac } from "node:crypto";

interface SignedParts {
  readonly id: string;
  readonly timestamp: string;
  readonly body: string;
}

/**
 * Value of `webhook-signature`: one `v1,<base64>` per key, parted by spaces, so that keys can be changed while both are
 * valid (Standard Webhooks 1.0.0). Undefined without keys.
 */
export function signCallback({ id, timestamp, body }: SignedParts, keys: readonly Buffer[]): string | undefined {
  if (keys.length === 0) return undefined;
  const sign = (key: Buffer): string => createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return keys.map((key) => `v1,${sign(key)}`).join(" ");
}
