import { createQueues } from "../../shared/storage/createQueues";
import { createTables } from "../../shared/storage/createTables";

const credential = { getToken: async () => ({ token: "t", expiresOnTimestamp: Date.now() + 60_000 }) };

test.each([
  ["an unreadable connection string", { kind: "connection-string", connectionString: "AccountKey=s3cret" }],
  [
    "a service URI that is none",
    { kind: "identity", tableServiceUri: "s3cret", queueServiceUri: "s3cret", credential },
  ],
] as const)("%s is told at the first use, without showing it", async (_, settings) => {
  const uses = [createTables(settings).watches.get("p", "r"), createQueues(settings).polls.send("{}", 0)];
  for (const use of uses) {
    const error: unknown = await use.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: expect.stringMatching(/invalid-settings|storage-unavailable/) as string });
    expect(String(error)).not.toContain("s3cret");
  }
});
