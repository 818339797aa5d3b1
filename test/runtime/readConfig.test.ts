import * as fc from "fast-check";
import { RETRY_SCHEDULE_SECONDS } from "../../shared/delivery/retryPolicy";
import { describeConfig, readConfig } from "../../shared/runtime/readConfig";
import { type Environment } from "../../shared/runtime/settingReader";
import { codedErrorOf } from "../codedErrorOf";
import { DEPLOYED, EMULATOR, KEY_32 } from "./someSettings";

test("the settings are told, of a secret only whether it is there", () => {
  const env = { ...DEPLOYED, CI_SUBSCRIPTION_KEY: "canary", WEBHOOK_SIGNING_KEYS: `${KEY_32},${KEY_32}` };
  expect(describeConfig(readConfig(env))).toEqual({
    publicBaseUrl: "https://contoso-triggers.azurewebsites.net/api",
    storage: "connection-string",
    telemetry: { insights: false, otlp: false },
    source: { baseUrl: "https://api.ci.ai.dynamics.com/v1", auth: "default", subscriptionKey: true },
    allowedHosts: [".api.powerplatform.com", ".logic.azure.com"],
    partitionHosts: [".dfs.core.windows.net", ".blob.core.windows.net"],
    encryptionKeys: ["2026"],
    signingKeys: 2,
    pollPace: { busySeconds: 15, idleSeconds: 60, maxFailureSeconds: 300 },
    holdSeconds: 1_800,
    safetySeconds: 900,
    fullRefreshTypes: ["all"],
    callsPerMinute: 90,
    connectionLimits: { calls: 100, subscribes: 100 },
    delivery: {
      lanes: { normal: { deadlineSeconds: 10, leaseSeconds: 15 }, slow: { deadlineSeconds: 30, leaseSeconds: 35 } },
      mostPerHost: 16,
      retrySchedule: RETRY_SCHEDULE_SECONDS,
    },
    redrivesPerMinute: 900,
    subscriptionsPerConnection: 1_000,
    access: { apiKeys: [], grants: [] },
    purgeAges: { events: 30, deadLetters: 90, subscriptions: 30 },
  });
});

/** What stands in a secret setting, with the text in it that must not be told. */
const SECRETS: Readonly<Record<string, (canary: Buffer) => { value: string; secret: string }>> = {
  AzureWebJobsStorage: (canary) => {
    const secret = canary.toString("base64");
    return { value: `AccountName=contoso;AccountKey=${secret};EndpointSuffix=core.windows.net`, secret };
  },
  ENCRYPTION_KEYS: (canary) => ({ value: `2026:${canary.toString("base64")}`, secret: canary.toString("base64") }),
  WEBHOOK_SIGNING_KEYS: (canary) => ({
    value: `whsec_${canary.toString("base64")}`,
    secret: canary.toString("base64"),
  }),
  API_KEYS: (canary) => ({ value: `flows:${canary.toString("hex")}`, secret: canary.toString("hex") }),
  CI_ACCESS_TOKEN: (canary) => ({ value: canary.toString("hex"), secret: canary.toString("hex") }),
  CI_CLIENT_SECRET: (canary) => ({ value: canary.toString("hex"), secret: canary.toString("hex") }),
  CI_SUBSCRIPTION_KEY: (canary) => ({ value: canary.toString("hex"), secret: canary.toString("hex") }),
};

const aCanary = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const BASE = { ...DEPLOYED, CI_CLIENT_ID: "client", CI_TENANT_ID: "tenant", CI_CLIENT_SECRET: "secret" };

test.each(Object.keys(SECRETS))("whatever stands in %s, it is not told, in no encoding", (name) => {
  fc.assert(
    fc.property(aCanary, (canary) => {
      const { value, secret } = SECRETS[name]?.(canary) ?? { value: "", secret: "" };
      const told = JSON.stringify(describeConfig(readConfig({ ...BASE, [name]: value })));
      const spellings = [
        secret,
        canary.toString("base64url"),
        canary.toString("hex"),
        JSON.stringify([...canary]).slice(1, -1),
      ];
      for (const each of spellings) expect(told).not.toContain(each);
    }),
  );
});

test.each(["PUBLIC_BASE_URL", "CI_BASE_URL"])("a password in %s is refused, so that it cannot be told", (name) => {
  expect(() => readConfig({ ...DEPLOYED, [name]: "https://user:canary@contoso.example/v1" })).toThrow(
    `${name} must not contain a user name or password`,
  );
});

function problems(env: Environment): string {
  const { code, message } = codedErrorOf(() => readConfig(env));
  expect(code).toBe("invalid-settings");
  return message;
}

test("a deployment needs storage, an encryption key and nothing more", () => {
  expect(readConfig(DEPLOYED)).toEqual({
    publicBaseUrl: "https://contoso-triggers.azurewebsites.net/api",
    storage: { kind: "connection-string", connectionString: DEPLOYED["AzureWebJobsStorage"] },
    source: { baseUrl: "https://api.ci.ai.dynamics.com/v1", auth: { kind: "default" } },
    allowedHosts: [".api.powerplatform.com", ".logic.azure.com"],
    partitionHosts: [".dfs.core.windows.net", ".blob.core.windows.net"],
    encryptionKeys: [{ keyId: "2026", key: Buffer.alloc(32, 7) }],
    signingKeys: [],
    pollPace: { busySeconds: 15, idleSeconds: 60, maxFailureSeconds: 300 },
    holdSeconds: 1_800,
    safetySeconds: 900,
    fullRefreshTypes: ["all"],
    callsPerMinute: 90,
    connectionLimits: { calls: 100, subscribes: 100 },
    delivery: {
      lanes: { normal: { deadlineSeconds: 10, leaseSeconds: 15 }, slow: { deadlineSeconds: 30, leaseSeconds: 35 } },
      mostPerHost: 16,
      retrySchedule: RETRY_SCHEDULE_SECONDS,
    },
    redrivesPerMinute: 900,
    subscriptionsPerConnection: 1_000,
    access: { apiKeys: [], grants: [] },
    purgeAges: { events: 30, deadLetters: 90, subscriptions: 30 },
  });
});

test("everything that is set is taken", () => {
  const env = {
    ...DEPLOYED,
    PUBLIC_BASE_URL: " https://gateway.example/ci/api// ",
    CALLBACK_ALLOWED_HOSTS: " .logic.azure.us, localhost ,,",
    AZURE_FUNCTIONS_ENVIRONMENT: "Development",
    PARTITION_ALLOWED_HOSTS: ".Blob.core.usgovcloudapi.net",
    POLL_BUSY_SECONDS: "1",
    POLL_IDLE_SECONDS: "3600",
    POLL_MAX_FAILURE_SECONDS: "86400",
    FAILURE_HOLD_SECONDS: "0",
    SAFETY_POLL_SECONDS: "60",
    FULL_REFRESH_TYPES: "All, none",
    CI_CALLS_PER_MINUTE: "45",
    CONNECTION_CALLS_PER_MINUTE: "1000",
    CONNECTION_SUBSCRIBES_PER_MINUTE: "1",
    CALLBACK_DEADLINE_SECONDS: "120",
    REDRIVES_PER_MINUTE: "60",
    SUBSCRIPTIONS_PER_CONNECTION: "20",
    API_KEYS: `flows:${"ab".repeat(32)}:operate`,
    PURGE_EVENTS_AFTER_DAYS: "1",
    PURGE_DEAD_LETTERS_AFTER_DAYS: "3650",
    PURGE_SUBSCRIPTIONS_AFTER_DAYS: "7.5",
  };
  expect(readConfig(env)).toMatchObject({
    publicBaseUrl: "https://gateway.example/ci/api",
    allowedHosts: [".logic.azure.us", "localhost"],
    partitionHosts: [".blob.core.usgovcloudapi.net"],
    pollPace: { busySeconds: 1, idleSeconds: 3_600, maxFailureSeconds: 86_400 },
    holdSeconds: 0,
    safetySeconds: 60,
    fullRefreshTypes: ["all", "none"],
    callsPerMinute: 45,
    connectionLimits: { calls: 1_000, subscribes: 1 },
    delivery: { lanes: { normal: { deadlineSeconds: 120, leaseSeconds: 125 } } },
    redrivesPerMinute: 60,
    subscriptionsPerConnection: 20,
    access: { apiKeys: [{ name: "flows", roles: ["operate"] }] },
    purgeAges: { events: 1, deadLetters: 3_650, subscriptions: 7.5 },
  });
});

test("allowed hosts count in any case, as host names do", () => {
  const { allowedHosts } = readConfig({ ...DEPLOYED, CALLBACK_ALLOWED_HOSTS: ".Logic.Azure.COM,.Logic.Azure.US" });
  expect(allowedHosts).toEqual([".logic.azure.com", ".logic.azure.us"]);
});

test.each([
  ["contoso.azurewebsites.net", "https://contoso.azurewebsites.net/api"],
  ["localhost:7071", "http://localhost:7071/api"],
  ["127.0.0.1:7071", "http://127.0.0.1:7071/api"],
])("on the host %s the API is at %s", (WEBSITE_HOSTNAME, expected) => {
  expect(readConfig({ ...DEPLOYED, WEBSITE_HOSTNAME }).publicBaseUrl).toBe(expected);
});

test("on the storage emulator nothing else is needed", () => {
  expect(readConfig(EMULATOR)).toMatchObject({
    publicBaseUrl: "http://localhost:7071/api",
    encryptionKeys: [{ keyId: "development" }],
  });
});

test("nothing set: each missing setting is named at once", () => {
  expect(problems({})).toMatch(
    /^Wrong settings: AzureWebJobsStorage is missing.*; PUBLIC_BASE_URL is missing; ENCRYPTION_KEYS is missing/,
  );
});

test.each<[string, string, RegExp]>([
  ["PUBLIC_BASE_URL", "/api", /^PUBLIC_BASE_URL must be an absolute URL/],
  ["PUBLIC_BASE_URL", "localhost:7071/api", /^PUBLIC_BASE_URL must be an absolute URL/],
  ["PUBLIC_BASE_URL", "ftp://contoso.example/api", /^PUBLIC_BASE_URL must be an absolute URL/],
  ["WEBSITE_HOSTNAME", "not a host", /^PUBLIC_BASE_URL must be an absolute URL/],
  ["CI_BASE_URL", "api.ci.ai.dynamics.com", /^CI_BASE_URL must be an absolute URL/],
  ["ENCRYPTION_KEYS", KEY_32, /^ENCRYPTION_KEYS must be a list of name:base64/],
  ["ENCRYPTION_KEYS", `:${KEY_32}`, /^ENCRYPTION_KEYS must be a list/],
  ["ENCRYPTION_KEYS", `a.b:${KEY_32}`, /^ENCRYPTION_KEYS must be a list/],
  ["ENCRYPTION_KEYS", `${"x".repeat(33)}:${KEY_32}`, /^ENCRYPTION_KEYS must be a list/],
  ["ENCRYPTION_KEYS", "2026:canary", /^ENCRYPTION_KEYS must be a list/],
  ["ENCRYPTION_KEYS", `2026:${Buffer.alloc(31).toString("base64")}`, /^ENCRYPTION_KEYS must be a list/],
  ["ENCRYPTION_KEYS", `2026:${KEY_32},2025:canary`, /^ENCRYPTION_KEYS must be a list/],
  ["ENCRYPTION_KEYS", `2026:${KEY_32},2026:${KEY_32}`, /^ENCRYPTION_KEYS must .*twice/],
  ["ENCRYPTION_KEYS", " , ", /^ENCRYPTION_KEYS is missing/],
  ["WEBHOOK_SIGNING_KEYS", "whsec_canary", /^WEBHOOK_SIGNING_KEYS must be a list/],
  ["WEBHOOK_SIGNING_KEYS", `whsec_${Buffer.alloc(65).toString("base64")}`, /^WEBHOOK_SIGNING_KEYS must be a list/],
  ["POLL_BUSY_SECONDS", "0", /^POLL_BUSY_SECONDS must be a number from 1 to 3600$/],
  ["POLL_IDLE_SECONDS", "3601", /^POLL_IDLE_SECONDS must be a number from 1 to 3600$/],
  ["POLL_MAX_FAILURE_SECONDS", "soon", /^POLL_MAX_FAILURE_SECONDS must be a number from 1 to 86400$/],
  ["FAILURE_HOLD_SECONDS", "-1", /^FAILURE_HOLD_SECONDS must be a number from 0 to 86400$/],
  ["SUBSCRIPTIONS_PER_CONNECTION", "0", /^SUBSCRIPTIONS_PER_CONNECTION must be a whole number from 1 to 100000$/],
  ["REDRIVES_PER_MINUTE", "0", /^REDRIVES_PER_MINUTE must be a whole number from 1 to 100000$/],
  ["CONNECTION_CALLS_PER_MINUTE", "0", /^CONNECTION_CALLS_PER_MINUTE must be a whole number from 1 to 1000$/],
  ["CI_CALLS_PER_MINUTE", "90.5", /^CI_CALLS_PER_MINUTE must be a whole number from 1 to 100000$/],
  ["CONNECTION_CALLS_PER_MINUTE", "10.5", /^CONNECTION_CALLS_PER_MINUTE must be a whole number from 1 to 1000$/],
  ["REDRIVES_PER_MINUTE", "1.5", /^REDRIVES_PER_MINUTE must be a whole number from 1 to 100000$/],
  ["SUBSCRIPTIONS_PER_CONNECTION", "20.5", /^SUBSCRIPTIONS_PER_CONNECTION must be a whole number from 1 to 100000$/],
  ["CALLBACK_MAX_PER_HOST", "16.5", /^CALLBACK_MAX_PER_HOST must be a whole number from 1 to 1024$/],
  [
    "CONNECTION_SUBSCRIBES_PER_MINUTE",
    "1001",
    /^CONNECTION_SUBSCRIBES_PER_MINUTE must be a whole number from 1 to 1000$/,
  ],
  ["CALLBACK_DEADLINE_SECONDS", "Infinity", /^CALLBACK_DEADLINE_SECONDS must be a number from 1 to 120$/],
  ["PURGE_EVENTS_AFTER_DAYS", "0", /^PURGE_EVENTS_AFTER_DAYS must be a number from 1 to 3650$/],
  ["PURGE_DEAD_LETTERS_AFTER_DAYS", "never", /^PURGE_DEAD_LETTERS_AFTER_DAYS must be a number from 1 to 3650$/],
  ["PURGE_SUBSCRIPTIONS_AFTER_DAYS", "3651", /^PURGE_SUBSCRIPTIONS_AFTER_DAYS must be a number from 1 to 3650$/],
  ["CALLBACK_DEADLINE_SECONDS", "10s", /^CALLBACK_DEADLINE_SECONDS must be/],
])("%s set to %j is refused by its name", (name, value, problem) => {
  const message = problems({ ...DEPLOYED, [name]: value });
  expect(message.slice("Wrong settings: ".length)).toMatch(problem);
  expect(message).not.toContain("canary");
});

test("all wrong settings are told at once, and no value is shown", () => {
  const names = [
    "PUBLIC_BASE_URL",
    "CI_BASE_URL",
    "ENCRYPTION_KEYS",
    "WEBHOOK_SIGNING_KEYS",
    "POLL_BUSY_SECONDS",
    "POLL_IDLE_SECONDS",
    "POLL_MAX_FAILURE_SECONDS",
    "FAILURE_HOLD_SECONDS",
    "CALLBACK_DEADLINE_SECONDS",
  ];
  const message = problems({
    ...Object.fromEntries(names.map((name) => [name, "canary"])),
    CI_CLIENT_SECRET: "canary",
  });
  for (const name of [...names, "AzureWebJobsStorage", "CI_TENANT_ID", "CI_CLIENT_ID"])
    expect(message).toContain(`${name} `);
  expect(message).not.toContain("canary");
});

test.each(["", "   "])("a setting of %j is as if it were not there", (blank) => {
  const env = {
    ...DEPLOYED,
    POLL_BUSY_SECONDS: blank,
    CI_ACCESS_TOKEN: blank,
    CALLBACK_ALLOWED_HOSTS: blank,
    PUBLIC_BASE_URL: blank,
  };
  expect(readConfig(env)).toEqual(readConfig(DEPLOYED));
});

const REFERENCES = [
  "@Microsoft.KeyVault(VaultName=canary;SecretName=canary)",
  "@Microsoft.KeyVault(SecretUri=https://canary.vault.azure.net/secrets/canary/)",
  " @microsoft.keyvault(VaultName=canary;SecretName=canary) ",
];

const COMPLETE = { ...BASE, ENTRA_TENANTS: "11111111-0000-4000-8000-000000000000", ENTRA_AUDIENCES: "api://ours" };

/** Each setting that is read, and one that only an SDK reads. */
const ALL_SETTINGS = [...namesRead(), "OTEL_EXPORTER_OTLP_HEADERS"];

function namesRead(): readonly string[] {
  const names = new Set<string>();
  readConfig(
    new Proxy(COMPLETE, { get: (from, name: string) => (names.add(name), Reflect.get(from, name) as string) }),
  );
  return [...names].filter((name) => !name.startsWith("WEBSITE_") && name !== "AZURE_FUNCTIONS_ENVIRONMENT");
}

test.each(ALL_SETTINGS)("an unresolved reference in %s is named, with what to do, and nothing else is", (name) => {
  for (const reference of REFERENCES) {
    expect(problems({ ...COMPLETE, [name]: reference, [`APPSETTING_${name}`]: reference })).toBe(
      `Wrong settings: ${name} is a Key Vault reference that the platform has not resolved: check that the app's identity ` +
        "has the role Key Vault Secrets User and that the secret exists, then restart the app",
    );
  }
});

test("an unresolved reference is named beside all other problems", () => {
  const message = problems({ ...BASE, API_KEYS: REFERENCES[0], POLL_BUSY_SECONDS: "0" });
  expect(message).toMatch(/^Wrong settings: API_KEYS is a Key Vault reference .*; POLL_BUSY_SECONDS must be/);
});
