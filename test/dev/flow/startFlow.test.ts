import { type FlowBehaviour } from "../../../dev/flow/behaviour";
import { type Flow, startFlow } from "../../../dev/flow/startFlow";

let flow: Flow;
beforeEach(async () => {
  flow = await startFlow();
});
afterEach(() => flow.stop());

const post = (url: string, body = "{}", init: RequestInit = {}): Promise<Response> =>
  fetch(url, { method: "POST", body, redirect: "manual", headers: { "x-test": "1" }, ...init });

test("a callback is accepted with an empty 202 and kept with its headers and body", async () => {
  const answer = await post(flow.callbackUrl("a b", { sig: "x/y" }), '{"eventId":"e1"}');
  expect([answer.status, await answer.text()]).toEqual([202, ""]);
  expect(flow.received()).toEqual([
    {
      flow: "a b",
      method: "POST",
      path: "/flows/a%20b?sig=x%2Fy",
      headers: expect.objectContaining({ "x-test": "1" }),
      body: { eventId: "e1" },
      rawBody: '{"eventId":"e1"}',
      receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      answer: { behaviour: "accepts", status: 202, outcome: expect.any(String) },
    },
  ]);
});

test.each<[FlowBehaviour, number, string]>([
  [{ behaviour: "off" }, 400, "WorkflowTriggerIsNotEnabled"],
  [{ behaviour: "deleted" }, 404, "WorkflowNotFound"],
  [{ behaviour: "stale" }, 404, "WorkflowTriggerVersionNotFound"],
  [{ behaviour: "schema-mismatch" }, 400, "TriggerInputSchemaMismatch"],
  [{ behaviour: "gone" }, 410, "Gone"],
  [{ behaviour: "unauthorized" }, 401, "DirectApiAuthorizationRequired"],
  [{ behaviour: "forbidden" }, 403, "AuthorizationFailed"],
  [{ behaviour: "throttled" }, 429, "WorkflowTriggerThrottled"],
  [{ behaviour: "error" }, 500, "ServerError"],
  [{ behaviour: "error", status: 503 }, 503, "ServerError"],
])("a flow that is %j answers %i %s", async (behaviour, status, code) => {
  flow.behave("f", behaviour);
  const answer = await post(flow.callbackUrl("f"));
  const body = (await answer.json()) as { error: { code: string; message: string } };
  expect(answer.status).toBe(status);
  expect(body.error.code).toBe(code);
  expect(body.error.message).not.toBe("");
});

test("throttling says when to come back, in seconds or as a date", async () => {
  flow.behave("f", { behaviour: "throttled", retryAfterSeconds: 90 });
  expect((await post(flow.callbackUrl("f"))).headers.get("retry-after")).toBe("90");
  flow.behave("f", { behaviour: "throttled", retryAfterSeconds: 90, retryAfterAsDate: true });
  const date = Date.parse((await post(flow.callbackUrl("f"))).headers.get("retry-after") ?? "");
  expect(Math.abs(date - Date.now() - 90_000)).toBeLessThan(5_000);
});

test("the first callbacks only are treated as set, and other flows not at all", async () => {
  flow.behave("f", { behaviour: "error", times: 2 });
  const statuses: number[] = [];
  for (let call = 0; call < 3; call++) statuses.push((await post(flow.callbackUrl("f"))).status);
  expect(statuses).toEqual([500, 500, 202]);
  expect((await post(flow.callbackUrl("other"))).status).toBe(202);
});

test("the query of a callback URL can set the behaviour, and what was set otherwise wins", async () => {
  const url = flow.callbackUrl("f", { behaviour: "error", status: "502", times: "1", sig: "s" });
  expect([(await post(url)).status, (await post(url)).status]).toEqual([502, 202]);
  flow.behave("f", { behaviour: "gone" });
  expect((await post(url)).status).toBe(410);
});

test("a wrong behaviour in the query is answered with what is wrong, and kept", async () => {
  const answer = await post(flow.callbackUrl("f", { behaviour: "error", status: "200" }));
  expect(await answer.json()).toMatchObject({
    error: { message: "In the query status must be from 400 to 599 for error, got 200" },
  });
  expect(flow.received()[0]?.answer).toMatchObject({ behaviour: "refused", status: 400 });
});

test("a redirecting flow points at another one", async () => {
  flow.behave("f", { behaviour: "redirecting", to: "other one", status: 307 });
  const answer = await post(flow.callbackUrl("f"));
  expect([answer.status, answer.headers.get("location")]).toEqual([307, "/flows/other%20one"]);
});

test("a hanging flow never answers, and the one who gives up is noted", async () => {
  flow.behave("f", { behaviour: "hanging" });
  const caller = new AbortController();
  const answer = post(flow.callbackUrl("f"), "{}", { signal: caller.signal });
  await flow.waitForReceived(1);
  expect(flow.received()[0]?.answer).toEqual({ behaviour: "hanging", outcome: "answering" });
  caller.abort();
  await expect(answer).rejects.toThrow("aborted");
});

test("a slow-drip flow sends its body byte by byte", async () => {
  flow.behave("f", { behaviour: "slow-drip", bytes: 3, delayMs: 1 });
  const answer = await post(flow.callbackUrl("f"));
  expect([answer.status, await answer.text()]).toEqual([200, "..."]);
});

test("a slow flow accepts after its delay", async () => {
  flow.behave("f", { behaviour: "slow", delayMs: 50 });
  const before = performance.now();
  expect((await post(flow.callbackUrl("f"))).status).toBe(202);
  expect(performance.now() - before).toBeGreaterThan(45);
});

test("a resetting flow drops the connection", async () => {
  flow.behave("f", { behaviour: "reset" });
  await expect(post(flow.callbackUrl("f"))).rejects.toThrow("fetch failed");
  expect(flow.received()).toHaveLength(1);
});

test.each([
  ["GET", undefined, 405, "MethodNotAllowed"],
  ["PUT", "{}", 405, "MethodNotAllowed"],
  ["POST", "x".repeat(1_048_577), 413, "RequestEntityTooLarge"],
])("%s with such a body is refused and kept", async (method, body, status, code) => {
  const answer = await fetch(flow.callbackUrl("f"), { method, ...(body && { body }) });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ error: { code } });
  expect(flow.received()[0]).toMatchObject({ method, answer: { behaviour: "refused", status } });
});

test("a body that is not JSON is kept as text", async () => {
  await post(flow.callbackUrl("f"), "hello");
  expect(flow.received()[0]).toMatchObject({ rawBody: "hello" });
  expect(flow.received()[0]).not.toHaveProperty("body");
});

test("stopping ends what hangs", async () => {
  flow.behave("f", { behaviour: "hanging" });
  const stopped = flow.waitForReceived(1).then(() => flow.stop());
  await expect(post(flow.callbackUrl("f"))).rejects.toThrow("fetch failed");
  await stopped;
  flow = await startFlow();
});

test("a public URL is what callbacks are subscribed with", async () => {
  const tunnelled = await startFlow({ publicUrl: "https://tunnel.example/" });
  expect(tunnelled.callbackUrl("f")).toBe("https://tunnel.example/flows/f");
  await tunnelled.stop();
});

test("a taken port is named with its flag", async () => {
  await expect(startFlow({ port: flow.port })).rejects.toThrow(
    `port ${flow.port} is taken by another program; choose another with --port`,
  );
});
