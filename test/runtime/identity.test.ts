import { openStorage } from "../../shared/runtime/identity";

const mockLoaded: unknown[] = [];
jest.mock("@azure/identity", () => {
  mockLoaded.push("library");
  return {
    DefaultAzureCredential: class {
      constructor(options: object) {
        mockLoaded.push(options);
      }
      getToken(scope: string) {
        return Promise.resolve({ token: `token for ${scope}`, expiresOnTimestamp: 0 });
      }
    },
  };
});

const ADDRESSES = {
  tableServiceUri: "https://a.table.core.windows.net",
  queueServiceUri: "https://a.queue.core.windows.net",
};

test("a connection string is all there is to say", () => {
  const choice = { kind: "connection-string", connectionString: "UseDevelopmentStorage=true" } as const;
  expect(openStorage(choice)).toBe(choice);
});

test("the identity library is loaded when the first token is needed, and its credential kept", async () => {
  const settings = openStorage({ kind: "identity", ...ADDRESSES, clientId: "user-assigned" });
  expect(settings).toMatchObject({ kind: "identity", ...ADDRESSES });
  expect(mockLoaded).toEqual([]);
  if (settings.kind !== "identity") throw new Error("not an identity");
  const tokens = await Promise.all([settings.credential.getToken("a"), settings.credential.getToken("b")]);
  expect(tokens).toMatchObject([{ token: "token for a" }, { token: "token for b" }]);
  expect(mockLoaded).toEqual(["library", { managedIdentityClientId: "user-assigned" }]);
});
