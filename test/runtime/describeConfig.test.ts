import { RETRY_SCHEDULE_SECONDS } from "../../shared/delivery/retryDelay";
import * as fc from "fast-check";
import { describeConfig } from "../../shared/runtime/describeConfig";
import { readConfig } from "../../shared/runtime/readConfig";
import { DEPLOYED, KEY_32 } from "./someSettings";

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
const BASE = { ...DEPLOYED, CI_CLIENT_ID: "client", CI_TENANT_ID: "tenant" };

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
