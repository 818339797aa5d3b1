import { ClientSecretCredential, DefaultAzureCredential, ManagedIdentityCredential } from "@azure/identity";
import { type SourceAuth, requestEntraToken } from "../../../shared/source/transport/tokens";
import { NOW, answer, withSource } from "../withSource";

// Entra is reached by https alone, so here the library is the outer boundary.
jest.mock("@azure/identity", () => ({
  ClientSecretCredential: jest.fn(),
  DefaultAzureCredential: jest.fn(),
  ManagedIdentityCredential: jest.fn(),
}));

const AUTH: SourceAuth = { kind: "client-secret", tenantId: "t", clientId: "c", clientSecret: "s3cr3t" };

const getToken = jest.fn();

beforeEach(() => {
  let asked = 0;
  getToken.mockImplementation(async () => {
    asked += 1;
    return { token: `token-${asked}`, expiresOnTimestamp: NOW.getTime() + 3_600_000 };
  });
  jest.mocked(ClientSecretCredential).mockImplementation(() => ({ getToken }) as never);
  jest.mocked(DefaultAzureCredential).mockImplementation(() => ({ getToken }) as never);
  jest.mocked(ManagedIdentityCredential).mockImplementation(() => ({ getToken }) as never);
});

/** The tokens sent by calls that are answered with these statuses, one after the other. */
async function tokensSent(statuses: readonly number[]): Promise<unknown[]> {
  let next = 500;
  return withSource(
    (_request, response) => answer(response, next, []),
    async ({ source, requests }) => {
      for (const status of statuses) {
        next = status;
        await source.listInstances();
      }
      return requests.map(({ headers }) => headers.authorization);
    },
    { settings: { auth: AUTH } },
  );
}

test.each<[SourceAuth, unknown, unknown[]]>([
  [AUTH, ClientSecretCredential, ["t", "c", "s3cr3t"]],
  [{ kind: "managed-identity" }, ManagedIdentityCredential, [{}]],
  [{ kind: "managed-identity", clientId: "c" }, ManagedIdentityCredential, [{ clientId: "c" }]],
  [{ kind: "default" }, DefaultAzureCredential, []],
])("%j asks its credential for the CI API's scope", async (auth, credential, given) => {
  const { signal } = new AbortController();
  expect(await requestEntraToken(auth, signal)).toEqual({ token: "token-1", expiresAt: NOW.getTime() + 3_600_000 });
  expect(credential).toHaveBeenCalledWith(...given);
  expect(getToken).toHaveBeenCalledWith("https://api.ci.ai.microsoft.com/.default", { abortSignal: signal });
});

test("a token serves until the source refuses it", async () => {
  const sent = await tokensSent([200, 403, 503, 401, 200, 200]);
  expect(sent.map((header) => String(header).slice("Bearer token-".length))).toEqual(["1", "1", "1", "1", "2", "2"]);
});

test("what Entra says is repeated without the secret", async () => {
  getToken.mockRejectedValue(new Error("AADSTS7000215: Invalid client secret provided: s3cr3t.\r\nTrace ID: 1"));
  const got = await withSource(
    () => undefined,
    async ({ source }) => source.listInstances(),
    { settings: { auth: AUTH } },
  );
  expect(got).toEqual({
    ok: false,
    failure: {
      kind: "unauthorized",
      message:
        "no token for the source could be had: Error: AADSTS7000215: Invalid client secret provided: ***. Trace ID: 1",
    },
  });
});
