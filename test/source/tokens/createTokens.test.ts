import { type AccessToken, createTokens } from "../../../shared/source/tokens/createTokens";

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
