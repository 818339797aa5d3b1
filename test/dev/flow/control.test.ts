import { type Flow, startFlow } from "../../../dev/flow/startFlow";

let flow: Flow;
beforeEach(async () => {
  flow = await startFlow();
});
afterEach(() => flow.stop());

const control = (method: string, path: string, body?: object | string): Promise<Response> =>
  fetch(`${flow.url}/_control/${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
const call = (name: string): Promise<Response> => fetch(flow.callbackUrl(name), { method: "POST", body: "{}" });

test("a behaviour is set, listed, counted and forgotten over HTTP", async () => {
  expect((await control("PUT", "flows/a%20b", { behaviour: "error", status: 503, times: 5 })).status).toBe(204);
  expect((await call("a b")).status).toBe(503);
  expect(await (await control("GET", "flows")).json()).toEqual({
    flows: [{ flow: "a b", behaviour: "error", status: 503, times: 5, calls: 1 }],
  });
  expect((await control("DELETE", "flows/a%20b")).status).toBe(204);
  expect((await call("a b")).status).toBe(202);
});

test("what was received is listed in order, by flow, and cleared", async () => {
  for (const name of ["a", "b", "a"]) await call(name);
  const flowsOf = async (query = ""): Promise<unknown> => {
    const list = (await (await control("GET", `received${query}`)).json()) as { callbacks: { flow: string }[] };
    return list.callbacks.map((callback) => callback.flow);
  };
  expect(await flowsOf()).toEqual(["a", "b", "a"]);
  expect(await flowsOf("?flow=b")).toEqual(["b"]);
  expect((await control("DELETE", "received")).status).toBe(204);
  expect(await flowsOf()).toEqual([]);
});

test("waiting ends with the callback waited for", async () => {
  const waiting = control("GET", "received?wait=1&flow=a&timeoutMs=20000");
  await call("b");
  await call("a");
  expect(await (await waiting).json()).toMatchObject({ callbacks: [{ flow: "a" }] });
});

test("waiting ends with what there is when the time is over", async () => {
  await call("a");
  expect(await (await control("GET", "received?wait=2&timeoutMs=10")).json()).toMatchObject({
    callbacks: [{ flow: "a" }],
  });
});

test.each([
  ["PUT", "flows/f", { behaviour: "sleepy" }, "behaviour must be one of accepts, off"],
  ["PUT", "flows/f", {}, "behaviour is missing"],
  ["PUT", "flows/f", [], "the body must be an object"],
  ["PUT", "flows/f", "{", "the body must be JSON"],
  ["PUT", "flows/f", { behaviour: "slow", delayMs: -1 }, "delayMs must be a whole number from 0 to 600000, got -1"],
  ["PUT", "flows/f", { behaviour: "slow", delay: 1 }, "delay is unknown; allowed are behaviour, times"],
  ["PUT", "flows/f", { behaviour: "redirecting" }, "to is missing"],
  ["PUT", "flows/f", { behaviour: "redirecting", to: "" }, "to must be a text that is not empty"],
  ["PUT", "flows/f", { behaviour: "throttled", retryAfterAsDate: 1 }, "retryAfterAsDate must be true or false, got 1"],
  ["GET", "received?wait=soon", undefined, 'wait must be a whole number from 0 to 1000000, got "soon"'],
  ["GET", "received?timeoutMs=60001", undefined, "timeoutMs must be a whole number from 0 to 60000"],
])("%s %s with %j is refused, naming the field", async (method, path, body, message) => {
  const answer = await control(method, path, body);
  expect(answer.status).toBe(400);
  expect(((await answer.json()) as { error: { message: string } }).error.message).toContain(message);
});

test.each([
  ["POST", "flows/f"],
  ["PUT", "flows"],
  ["GET", "flows/f/g"],
  ["GET", "constructor"],
])("%s %s does not exist", async (method, path) => {
  expect((await control(method, path)).status).toBe(404);
});
