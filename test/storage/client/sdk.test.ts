import { type StorageSettings } from "../../../shared/storage/client/sdk";
import { createQueues } from "../../../shared/storage/createQueues";
import { createTables } from "../../../shared/storage/createTables";

const credential = { getToken: async () => ({ token: "t", expiresOnTimestamp: 0 }) };
const INVALID: readonly [string, StorageSettings][] = [
  ["an unreadable connection string", { kind: "connection-string", connectionString: "AccountKey=s3cret" }],
  ["an empty connection string", { kind: "connection-string", connectionString: "" }],
  ["a service URI that is none", { kind: "identity", tableServiceUri: "s", queueServiceUri: "s3cret", credential }],
];

test.each(INVALID)("%s is told at the first use, without showing it", async (_, settings) => {
  const uses = [() => createTables(settings).watches.get("p", "r"), () => createQueues(settings).polls.send("{}", 0)];
  for (const use of uses) {
    const error: unknown = await use().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "invalid-settings", target: settings.kind });
    expect(String(error)).not.toContain("s3cret");
  }
});

test("a token is never sent without TLS", async () => {
  const uri = "http://127.0.0.1:1/account";
  const settings: StorageSettings = { kind: "identity", tableServiceUri: uri, queueServiceUri: uri, credential };
  await expect(createTables(settings).watches.get("p", "r")).rejects.toThrow(/non-TLS/);
  await expect(createQueues(settings).polls.send("{}", 0)).rejects.toThrow(/non-TLS/);
});
