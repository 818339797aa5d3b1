import { readConfig } from "../../shared/runtime/readConfig";
import { type StorageChoice, isEmulator } from "../../shared/runtime/readStorageSettings";
import { codedErrorOf } from "../codedErrorOf";
import { DEPLOYED } from "./someSettings";

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
