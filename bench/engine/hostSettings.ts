import { type Azurite } from "../../dev/azurite/startAzurite";

/** POSTs at once to one host: all callbacks of a measurement go to one, which no deployment's do. */
const MOST_PER_HOST = 64;

/** Settings of the app as it is measured. No instance is watched, so the source is never asked. */
export function hostSettings({ connectionString }: Pick<Azurite, "connectionString">): Record<string, string> {
  return {
    AzureWebJobsStorage: connectionString,
    FUNCTIONS_WORKER_RUNTIME: "node",
    PUBLIC_BASE_URL: "https://triggers.example.org/api",
    CI_BASE_URL: "http://127.0.0.1:9/v1",
    CI_SUBSCRIPTION_KEY: "none",
    CI_ACCESS_TOKEN: "none",
    CALLBACK_ALLOWED_HOSTS: "127.0.0.1,127.0.0.2",
    CALLBACK_MAX_PER_HOST: String(MOST_PER_HOST),
  };
}
