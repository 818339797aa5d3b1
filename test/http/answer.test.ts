import { unseen } from "../builders/unseen";
import { type HttpResponseInit } from "@azure/functions";
import { type Caller, type Identified, type Role } from "../../shared/access/caller";
import { type Credentials } from "../../shared/access/readCredentials";
import { type CallLimit } from "../../shared/rateLimit/callLimit";
import { answer } from "../../shared/http/answer";
import { aCaller } from "../builders/aCaller";
import { aContext, aHttpRequest } from "./aHttpRequest";

const NO_LIMIT: CallLimit = {
  windowMs: 60_000,
  limits: { calls: 100, subscribes: 100 },
  admit: async () => ({ admitted: true, remaining: 99, retryAfterSeconds: 0 }),
};
const KEY = "canary".padEnd(43, "-");

async function answering(
  identified: Identified,
  { group = "read", headers = { "x-api-key": KEY } }: { group?: Role; headers?: Record<string, string> } = {},
): Promise<{ response: HttpResponseInit; line: unknown; callers: Caller[]; offered: Credentials[]; logged: string }> {
  const { context, logged } = aContext();
  const [callers, offered]: [Caller[], Credentials[]] = [[], []];
  const identifyCaller = (credentials: Credentials): Promise<Identified> => {
    offered.push(credentials);
    return Promise.resolve(identified);
  };
  const guarded = { group, services: () => ({ identifyCaller, callLimit: NO_LIMIT, ...unseen(context) }) };
  const response = await answer(aHttpRequest({ headers }), context, guarded, (caller) => {
    callers.push(caller);
    return Promise.resolve({ status: 200 });
  });
  const text = logged.map((line) => line.text).join();
  return { response, callers, offered, line: JSON.parse(text) as unknown, logged: text };
}

test("a known caller with the role is let through, and the log names its connection", async () => {
  const caller = aCaller({ roles: ["read"] });
  const { response, callers, offered, line } = await answering({ outcome: "known", caller });
  expect(response.status).toBe(200);
  expect(callers).toEqual([caller]);
  expect(offered).toEqual([{ kind: "api-key", apiKey: KEY }]);
  expect(line).toMatchObject({ status: 200, connection: caller.connection });
});

test("nobody known is answered 401 with a challenge; why is in the log alone", async () => {
  const { response, callers, line, logged } = await answering({ outcome: "refused", reason: "expired" });
  expect(response).toEqual({
    status: 401,
    headers: { "www-authenticate": "Bearer" },
    jsonBody: {
      error: {
        code: "Unauthorized",
        message: "Send a valid API key (x-api-key) or access token (Authorization: Bearer).",
      },
    },
  });
  expect(callers).toEqual([]);
  expect(line).toMatchObject({ status: 401, refusal: "expired" });
  expect(logged).not.toContain("canary");
});

test("a known caller without the role is answered 403", async () => {
  const known = { outcome: "known", caller: aCaller({ roles: ["read", "subscribe"] }) } as const;
  const { response, callers, line } = await answering(known, { group: "operate" });
  expect(response).toEqual({
    status: 403,
    headers: {},
    jsonBody: { error: { code: "Forbidden", message: "This connection is not allowed to do that." } },
  });
  expect(callers).toEqual([]);
  expect(line).toMatchObject({ status: 403, connection: known.caller.connection });
});

test("when tokens cannot be checked the answer is 503 with a wait", async () => {
  const { response, callers } = await answering({ outcome: "unavailable" });
  expect(response).toMatchObject({ status: 503, headers: { "retry-after": "5" } });
  expect(callers).toEqual([]);
});

function noServices(): never {
  throw new Error("wrong settings");
}

test("services that cannot be made are a 500 for everybody, whoever calls", async () => {
  const { context } = aContext();
  const response = await answer(aHttpRequest(), context, { group: "read", services: noServices }, () =>
    Promise.resolve({ status: 200 }),
  );
  expect(response.status).toBe(500);
});
