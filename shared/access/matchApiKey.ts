import { createHash, timingSafeEqual } from "node:crypto";
import { type ApiKey } from "./accessSettings";

/**
 * The setting that the presented key fits, if any. One fast hash is right here: keys are 256 random bits, which nobody
 * finds by trying, and a slow hash would make each wrong key expensive to us. All are compared, each in constant time.
 */
export function matchApiKey(presented: string, apiKeys: readonly ApiKey[]): ApiKey | undefined {
  const digest = createHash("sha256").update(presented).digest();
  return apiKeys.filter((each) => timingSafeEqual(each.digest, digest))[0];
}
