import { createHash } from "node:crypto";

/** What `npm start` calls its function app with. Known to everybody: it is for an app that only this machine reaches. */
export const LOCAL_API_KEY = "local-key-of-npm-start-not-for-production";

/** Beside the keys that are set already, if any. */
export function withLocalApiKey(apiKeys: string | undefined): string {
  const digest = createHash("sha256").update(LOCAL_API_KEY).digest("hex");
  return [...(apiKeys ? [apiKeys] : []), `local:${digest}:read+write+subscribe+operate`].join(",");
}
