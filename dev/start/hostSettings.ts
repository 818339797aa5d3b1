import { withLocalApiKey } from "./localApiKey";

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
