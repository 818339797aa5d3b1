import { withSimulator } from "./withSimulator";

test("a fault hits as often as it was told, and only the calls it was told", () =>
  withSimulator(async ({ call, control, get }) => {
    const instances = await get<{ instanceId: string }[]>("instances");
    const [first, second] = instances.map(({ instanceId }) => `v1/instances/${instanceId}`);
    const instanceId = instances[0]?.instanceId;
    await control("POST", "faults", [
      { kind: "503", operation: "get-all-segments", times: 2 },
      { kind: "500", instanceId, pathContains: "top=7" },
    ]);
    const statusOf = async (path: string) => (await call(path)).status;
    expect(await statusOf(`${first}/manage/measures`)).toBe(200);
    expect(await statusOf(`${first}/manage/segments`)).toBe(503);
    expect(await statusOf(`${second}/manage/segments`)).toBe(503);
    expect(await statusOf(`${second}/manage/segments`)).toBe(200);
    expect(await statusOf(`${first}/workflows/main/jobs?top=7`)).toBe(500);
    expect(await statusOf(`${second}/workflows/main/jobs?top=7`)).toBe(200);
    expect(await control("GET", "")).toMatchObject({ faults: [{ kind: "500" }] });
    await control("DELETE", "faults");
    expect(await statusOf(`${first}/workflows/main/jobs?top=7`)).toBe(200);
  }));

test("a rate limit says how long to wait, in the header and in words", () =>
  withSimulator(async ({ call, control }) => {
    await control("POST", "faults", { kind: "429", retryAfterSeconds: 23, times: 1 });
    const response = await call("v1/instances");
    expect(response.headers.get("retry-after")).toBe("23");
    expect(await response.json()).toEqual({
      statusCode: 429,
      message: "Rate limit is exceeded. Try again in 23 seconds.",
    });
  }));

test("a slow answer is a good one that comes late", () =>
  withSimulator(async ({ call, control }) => {
    await control("POST", "faults", { kind: "slow", delayMs: 60, times: 1 });
    const startedAt = performance.now();
    expect((await call("v1/instances")).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(50);
  }));

test("a hanging answer never comes, and ends with the simulator", () =>
  withSimulator(async ({ call, control, stop }) => {
    await control("POST", "faults", { kind: "hang" });
    const answer = call("v1/instances").then(
      () => "answered",
      () => "lost",
    );
    await expect(call("v1/instances", { signal: AbortSignal.timeout(50) })).rejects.toThrow("timeout");
    await stop();
    expect(await answer).toBe("lost");
  }));

test.each([
  ["malformed", "JSON"],
  ["empty", "JSON"],
])("a %s body has status 200 and is no JSON", (kind, message) =>
  withSimulator(async ({ send, control }) => {
    await control("POST", "faults", { kind });
    const response = await send("v1/instances");
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(message);
  }),
);

test("a truncated body ends before its announced length", () =>
  withSimulator(async ({ send, control }) => {
    await control("POST", "faults", { kind: "truncated" });
    const response = await send("v1/instances");
    expect(Number(response.headers.get("content-length"))).toBeGreaterThan(100);
    await expect(response.text()).rejects.toThrow("terminated");
  }));

test("a reset connection has no answer", () =>
  withSimulator(async ({ call, control }) => {
    await control("POST", "faults", { kind: "reset" });
    await expect(call("v1/instances")).rejects.toThrow("fetch failed");
  }));
