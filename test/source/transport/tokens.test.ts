import { type AccessToken, createTokens } from "../../../shared/source/transport/tokens";
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

const START = Date.parse("2026-11-20T10:00:00Z");
const HOUR_MS = 3_600_000;

interface Clerk {
  readonly requestToken: () => Promise<AccessToken>;
  readonly now: () => Date;
  at: number;
  asked: number;
  refusal?: Error;
}

/** Gives `token-1`, `token-2`…, each for an hour. */
function aClerk(lifeMs: number | undefined = HOUR_MS): Clerk {
  const clerk: Clerk = {
    at: START,
    asked: 0,
    now: () => new Date(clerk.at),
    requestToken: async () => {
      clerk.asked += 1;
      if (clerk.refusal) throw clerk.refusal;
      return { token: `token-${clerk.asked}`, expiresAt: clerk.at + lifeMs };
    },
  };
  return clerk;
}

test("a token is kept until five minutes before it expires", async () => {
  const clerk = aClerk();
  const tokens = createTokens(clerk);
  expect(await tokens.get()).toBe("token-1");
  clerk.at = START + 55 * 60_000 - 1;
  expect(await tokens.get()).toBe("token-1");
  clerk.at += 1;
  expect(await tokens.get()).toBe("token-2");
});

test("calls at the same time share one request", async () => {
  const clerk = aClerk();
  const tokens = createTokens(clerk);
  expect(await Promise.all([tokens.get(), tokens.get(), tokens.get()])).toEqual(["token-1", "token-1", "token-1"]);
  expect(clerk.asked).toBe(1);
});

test("a dropped token is asked for anew, a newer one is kept", async () => {
  const clerk = aClerk();
  const tokens = createTokens(clerk);
  tokens.drop(await tokens.get());
  expect(await tokens.get()).toBe("token-2");
  tokens.drop("token-1");
  expect(await tokens.get()).toBe("token-2");
});

test("when no new token can be had, the old one serves until it expires", async () => {
  const clerk = aClerk();
  const tokens = createTokens(clerk);
  await tokens.get();
  clerk.refusal = new Error("down");
  clerk.at = START + HOUR_MS - 1;
  expect(await tokens.get()).toBe("token-1");
  clerk.at += 1;
  await expect(tokens.get()).rejects.toThrow("down");
});

test("a failed request is not remembered", async () => {
  const clerk = aClerk();
  const tokens = createTokens(clerk);
  clerk.refusal = new Error("down");
  await expect(tokens.get()).rejects.toThrow("down");
  delete clerk.refusal;
  expect(await tokens.get()).toBe("token-2");
});

test("a token without an end is asked for before every call", async () => {
  let asked = 0;
  const tokens = createTokens({
    now: () => new Date(START),
    requestToken: async () => ({ token: `token-${(asked += 1)}` }),
  });
  expect([await tokens.get(), await tokens.get()]).toEqual(["token-1", "token-2"]);
});
