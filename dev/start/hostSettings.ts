/**
 * The settings that `npm start` gives to the function app: addresses of the other programs, keys, short polling
 * intervals.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface HostSurroundings {
  readonly connectionString: string;
  readonly hostPort: number;
  readonly simulatorUrl: string;
  readonly encryptionKeys: string;
}

/**
 * The function app's settings. What the person's environment already says wins, but for storage: rows of another
 * storage are not to be touched by an experiment. Its API keys work beside ours.
 */
export function hostSettings(surroundings: HostSurroundings, env: NodeJS.ProcessEnv): Record<string, string> {
  const { connectionString, hostPort, simulatorUrl, encryptionKeys } = surroundings;
  const defaults = {
    FUNCTIONS_WORKER_RUNTIME: "node",
    AZURE_FUNCTIONS_ENVIRONMENT: "Development",
    PUBLIC_BASE_URL: `http://localhost:${hostPort}/api`,
    CI_BASE_URL: `${simulatorUrl}/v1`,
    CI_SUBSCRIPTION_KEY: "simulator-key-1",
    CI_ACCESS_TOKEN: "simulator-token",
    CALLBACK_ALLOWED_HOSTS: "localhost,127.0.0.1,[::1]",
    PARTITION_ALLOWED_HOSTS: "localhost,127.0.0.1,[::1]",
    ENCRYPTION_KEYS: encryptionKeys,
    // Somebody is watching: what the simulator does is to show within seconds.
    POLL_BUSY_SECONDS: "2",
    POLL_IDLE_SECONDS: "5",
    CI_CALLS_PER_MINUTE: "1000",
  };
  const missing = Object.entries(defaults).filter(([name]) => !env[name]);
  const ours = { AzureWebJobsStorage: connectionString, API_KEYS: withLocalApiKey(env["API_KEYS"]) };
  return { ...Object.fromEntries(missing), ...ours };
}

/**
 * The API key of the function app that `npm start` runs. It is no secret, since only this machine reaches that app.
 */
export const LOCAL_API_KEY = "local-key-of-npm-start-not-for-production";

/** Adds the local key to the keys that are set already, if any. */
export function withLocalApiKey(apiKeys: string | undefined): string {
  const digest = createHash("sha256").update(LOCAL_API_KEY).digest("hex");
  return [...(apiKeys ? [apiKeys] : []), `local:${digest}:read+write+subscribe+operate`].join(",");
}

/**
 * The app's `ENCRYPTION_KEYS`: made anew for storage in memory, kept beside the storage that is kept, which could not
 * be read without it.
 */
export async function loadEncryptionKeys(persistTo?: string): Promise<string> {
  if (persistTo === undefined) return makeKey();
  const file = join(persistTo, "encryption-keys.txt");
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const key = makeKey();
  await mkdir(persistTo, { recursive: true });
  await writeFile(file, `${key}\n`, { mode: 0o600, flag: "wx" });
  return key;
}

function makeKey(): string {
  return `dev-${randomBytes(3).toString("hex")}:${randomBytes(32).toString("base64")}`;
}
