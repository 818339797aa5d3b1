import { describeConfig, readConfig } from "../../shared/runtime/readConfig";
import { type StorageChoice, isEmulator } from "../../shared/runtime/connectionSettings";
import { codedErrorOf } from "../codedErrorOf";
import { DEPLOYED } from "./someSettings";

test.each<[Record<string, string>, object]>([
  [{}, { kind: "default" }],
  [
    { CI_ACCESS_TOKEN: "t", CI_CLIENT_SECRET: "s", CI_CLIENT_ID: "c" },
    { kind: "token", token: "t" },
  ],
  [{ CI_CLIENT_ID: "c" }, { kind: "managed-identity", clientId: "c" }],
  [
    { CI_CLIENT_SECRET: "s", CI_CLIENT_ID: "c", CI_TENANT_ID: "t" },
    { kind: "client-secret", tenantId: "t", clientId: "c", clientSecret: "s" },
  ],
])("with %j the source is signed in to by %j", (settings, auth) => {
  expect(readConfig({ ...DEPLOYED, ...settings }).source.auth).toEqual(auth);
});

test.each([
  [
    { CI_CLIENT_SECRET: "canary" },
    "CI_TENANT_ID is missing beside CI_CLIENT_SECRET; CI_CLIENT_ID is missing beside CI_CLIENT_SECRET",
  ],
  [{ CI_CLIENT_SECRET: "canary", CI_CLIENT_ID: "c" }, "CI_TENANT_ID is missing beside CI_CLIENT_SECRET"],
  [{ CI_CLIENT_SECRET: "canary", CI_TENANT_ID: "t" }, "CI_CLIENT_ID is missing beside CI_CLIENT_SECRET"],
  [{ CI_CLIENT_ID: "c", CI_TENANT_ID: "t" }, "CI_CLIENT_SECRET is missing beside CI_TENANT_ID"],
  [{ CI_TENANT_ID: "t" }, "CI_CLIENT_SECRET is missing beside CI_TENANT_ID"],
])("half a client secret is refused (%#)", (settings, problem) => {
  expect(codedErrorOf(() => readConfig({ ...DEPLOYED, ...settings })).message).toBe(`Wrong settings: ${problem}`);
});

test("address and subscription key are taken", () => {
  const settings = { CI_BASE_URL: "http://localhost:7072/v1/", CI_SUBSCRIPTION_KEY: "k" };
  expect(readConfig({ ...DEPLOYED, ...settings }).source).toEqual({
    baseUrl: "http://localhost:7072/v1",
    subscriptionKey: "k",
    auth: { kind: "default" },
  });
});

const { AzureWebJobsStorage: _, ...WITHOUT_STORAGE } = DEPLOYED;

test.each<[string, Record<string, string>, StorageChoice]>([
  [
    "an account name",
    { AzureWebJobsStorage__accountName: "contoso" },
    {
      kind: "identity",
      tableServiceUri: "https://contoso.table.core.windows.net",
      queueServiceUri: "https://contoso.queue.core.windows.net",
    },
  ],
  [
    "an account name and a user-assigned identity",
    { AzureWebJobsStorage__accountName: "contoso", AzureWebJobsStorage__clientId: "id-1" },
    {
      kind: "identity",
      tableServiceUri: "https://contoso.table.core.windows.net",
      queueServiceUri: "https://contoso.queue.core.windows.net",
      clientId: "id-1",
    },
  ],
  [
    "service addresses",
    {
      AzureWebJobsStorage__tableServiceUri: "https://contoso.table.core.usgovcloudapi.net/",
      AzureWebJobsStorage__queueServiceUri: "https://contoso.queue.core.usgovcloudapi.net/",
    },
    {
      kind: "identity",
      tableServiceUri: "https://contoso.table.core.usgovcloudapi.net",
      queueServiceUri: "https://contoso.queue.core.usgovcloudapi.net",
    },
  ],
])("%s means signing in with an identity", (__, settings, expected) => {
  expect(readConfig({ ...WITHOUT_STORAGE, ...settings }).storage).toEqual(expected);
});

test("a connection string wins over an identity", () => {
  const { storage } = readConfig({ ...DEPLOYED, AzureWebJobsStorage__accountName: "contoso" });
  expect(storage.kind).toBe("connection-string");
});

test.each([
  ["tableServiceUri", "queueServiceUri"],
  ["queueServiceUri", "tableServiceUri"],
])("where only %s is given, %s is named as missing", (given, missing) => {
  const env = { ...WITHOUT_STORAGE, [`AzureWebJobsStorage__${given}`]: "https://contoso.example" };
  expect(codedErrorOf(() => readConfig(env)).message).toBe(
    `Wrong settings: AzureWebJobsStorage__${missing} is missing`,
  );
});

test.each([
  ["UseDevelopmentStorage=true", true],
  ["usedevelopmentstorage=TRUE;", true],
  [
    "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=x;TableEndpoint=http://127.0.0.1:10002/devstoreaccount1;",
    true,
  ],
  ["AccountName=devstoreaccount1", true],
  ["DefaultEndpointsProtocol=https;AccountName=devstoreaccount12;AccountKey=x", false],
  ["DefaultEndpointsProtocol=https;XAccountName=devstoreaccount1;AccountName=contoso", false],
  ["DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=x", false],
  ["UseDevelopmentStorage=false", false],
  ["", false],
])("the connection string %j is the emulator's: %s", (connectionString, expected) => {
  expect(isEmulator({ kind: "connection-string", connectionString })).toBe(expected);
});

test("an account named like the emulator's gets no key that everybody knows", () => {
  const { ENCRYPTION_KEYS: __, ...env } = DEPLOYED;
  const AzureWebJobsStorage = "AccountName=devstoreaccount12;AccountKey=x;EndpointSuffix=core.windows.net";
  expect(codedErrorOf(() => readConfig({ ...env, AzureWebJobsStorage })).message).toContain(
    "ENCRYPTION_KEYS is missing",
  );
});

test("an identity is never the emulator's", () => {
  const uri = "https://devstoreaccount1.table.core.windows.net";
  expect(isEmulator({ kind: "identity", tableServiceUri: uri, queueServiceUri: uri })).toBe(false);
});

test.each(["nonsense", "https://contoso.table.core.windows.net", "AccountKey=s3cret;EndpointSuffix=x"])(
  "%s is no connection string, which is said without showing it",
  (AzureWebJobsStorage) => {
    expect(codedErrorOf(() => readConfig({ ...DEPLOYED, AzureWebJobsStorage })).message).toBe(
      "Wrong settings: AzureWebJobsStorage is not a storage connection string",
    );
  },
);

const INSIGHTS =
  "InstrumentationKey=0f0f0f0f-1111-4222-8333-444444444444;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/";

test("without a destination there is no telemetry", () => {
  expect(readConfig(DEPLOYED).telemetry).toBeUndefined();
});

test("either destination is enough, and both may be had", () => {
  const defaults = { metricsEveryMs: 60_000, serviceName: "customer-insights-triggers" };
  const insights = { APPLICATIONINSIGHTS_CONNECTION_STRING: INSIGHTS };
  const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318" };
  expect(readConfig({ ...DEPLOYED, ...insights }).telemetry).toEqual({
    ...defaults,
    connectionString: INSIGHTS,
    otlp: false,
  });
  expect(readConfig({ ...DEPLOYED, ...collector }).telemetry).toEqual({ ...defaults, otlp: true });
  const both = { ...insights, ...collector, WEBSITE_SITE_NAME: "contoso", OTEL_METRIC_EXPORT_INTERVAL: "5000" };
  expect(readConfig({ ...DEPLOYED, ...both }).telemetry).toEqual({
    connectionString: INSIGHTS,
    otlp: true,
    metricsEveryMs: 5_000,
    serviceName: "contoso",
  });
});

test.each([
  ["APPLICATIONINSIGHTS_CONNECTION_STRING", "canary-connection"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "canary:4318"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "https://user:canary@collector"],
])("a wrong %s is refused by its name, not its value", (name, value) => {
  const { message } = codedErrorOf(() => readConfig({ ...DEPLOYED, [name]: value }));
  expect(message).toContain(name);
  expect(message).not.toContain("canary");
});

test.each([
  ["ClientId=5f1e;Authorization=AAD", { clientId: "5f1e" }],
  ["Authorization=aad", {}],
])("with %s a managed identity sends to Application Insights", (text, identity) => {
  const insights = {
    APPLICATIONINSIGHTS_CONNECTION_STRING: INSIGHTS,
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: text,
  };
  expect(readConfig({ ...DEPLOYED, ...insights }).telemetry?.identity).toEqual(identity);
});

test("another way to sign in to Application Insights is refused", () => {
  const insights = {
    APPLICATIONINSIGHTS_CONNECTION_STRING: INSIGHTS,
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: "ClientId=5f1e",
  };
  expect(codedErrorOf(() => readConfig({ ...DEPLOYED, ...insights })).message).toContain(
    "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
  );
});

test("the summary tells only whether there is a connection string", () => {
  const told = describeConfig(readConfig({ ...DEPLOYED, APPLICATIONINSIGHTS_CONNECTION_STRING: INSIGHTS }));
  expect(told["telemetry"]).toEqual({ insights: true, otlp: false });
  expect(JSON.stringify(told)).not.toContain("0f0f0f0f");
});
