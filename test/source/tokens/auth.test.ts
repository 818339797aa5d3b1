import { answer, withSource } from "../withSource";

const IDENTITY = { auth: { kind: "managed-identity", clientId: "11111111-2222-3333-4444-555555555555" } } as const;

test("a token that the source refuses is not sent again", async () => {
  let asked = 0;
  const getToken = async (): Promise<string> => `token-${(asked += 1)}`;
  const sent = await withSource(
    (_request, response) => answer(response, 401, ""),
    async ({ source, requests }) => {
      await source.listInstances();
      await source.listInstances();
      return requests.map(({ headers }) => headers.authorization);
    },
    { deps: { getToken } },
  );
  expect(sent).toEqual(["Bearer token-1", "Bearer token-2"]);
});

test.each<[string, () => Promise<string>, string]>([
  ["fails", async () => Promise.reject(new Error("the vault is sealed")), "Error: the vault is sealed"],
  ["never ends", async () => new Promise(() => undefined), "Error: no answer within 0.1 seconds"],
  ["gives what cannot be sent", async () => "a\nb", "it has characters that cannot be sent"],
])("when asking for a token %s, the call is unauthorized and nothing is sent", async (_name, getToken, reason) => {
  await withSource(
    () => undefined,
    async ({ source, requests }) => {
      const message = `no token for the source could be had: ${reason}`;
      expect(await source.listInstances()).toEqual({ ok: false, failure: { kind: "unauthorized", message } });
      expect(requests).toEqual([]);
    },
    { settings: { timeoutMs: 100 }, deps: { getToken } },
  );
});

test("a client secret that Entra cannot be asked with makes the call unauthorized, in words without the secret", async () => {
  const auth = { kind: "client-secret", tenantId: "no tenant!", clientId: "c", clientSecret: "s3cr3t" } as const;
  const got = await withSource(
    () => undefined,
    async ({ source }) => source.listInstances(),
    { settings: { auth } },
  );
  expect(got).toMatchObject({ failure: { kind: "unauthorized", message: expect.stringContaining("tenant") } });
  expect(JSON.stringify(got)).not.toContain("s3cr3t");
});

describe("with a managed identity", () => {
  afterEach(() => {
    delete process.env["IDENTITY_ENDPOINT"];
    delete process.env["IDENTITY_HEADER"];
  });

  test("the token of the machine's identity is sent, and kept for the next call", async () => {
    const urls = await withSource(
      (request, response) => {
        if (!request.url?.startsWith("/identity")) return answer(response, 200, []);
        const expiresOn = String(Math.floor(Date.now() / 1000) + 86_400);
        return answer(response, 200, { access_token: "machine-token", expires_on: expiresOn, token_type: "Bearer" });
      },
      async ({ source, requests, origin }) => {
        process.env["IDENTITY_ENDPOINT"] = `${origin}/identity`;
        process.env["IDENTITY_HEADER"] = "header";
        expect(await source.listInstances()).toMatchObject({ ok: true });
        expect(await source.listInstances()).toMatchObject({ ok: true });
        expect(requests[1]?.headers.authorization).toBe("Bearer machine-token");
        return requests.map(({ url }) => new URL(url, origin));
      },
      { settings: IDENTITY, deps: { now: () => new Date() } },
    );
    expect(urls.map(({ pathname }) => pathname)).toEqual(["/identity", "/v1/instances", "/v1/instances"]);
    expect(urls[0]?.searchParams.get("resource")).toBe("https://api.ci.ai.microsoft.com");
    expect(urls[0]?.searchParams.get("client_id")).toBe(IDENTITY.auth.clientId);
  });
});
