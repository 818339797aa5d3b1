import { showWorld } from "./showWorld";
import { withSimulator } from "./withSimulator";

test("it shows two instances with a dozen sources, segments and measures", () =>
  withSimulator(async (simulator) => {
    const { instances } = await showWorld(simulator);
    expect(instances.map(({ name }) => name)).toEqual(["Contoso Retail", "Contoso Wholesale"]);
    const [retail] = instances;
    expect([retail?.dataSources, retail?.segments, retail?.measures].map((list) => list?.length)).toEqual([12, 12, 12]);
  }));

test.each<[string, unknown, number, string]>([
  ["POST refresh", {}, 400, "scope"],
  ["POST refresh", { scope: "everything" }, 400, "scope"],
  ["POST refresh", { scope: "full", instanceId: "nothing" }, 400, "instanceId"],
  ["POST refresh", { scope: "full", outcome: {} }, 400, "outcome"],
  ["POST refresh", { scope: "full", outcomes: { Nothing: "fail" } }, 400, "outcomes.Nothing"],
  ["POST refresh", { scope: "full", outcomes: { Loyalty: "explode" } }, 400, "outcomes.Loyalty"],
  ["POST refresh", { scope: "full", outcomes: [] }, 400, "outcomes"],
  ["POST refresh", { scope: "full", names: ["Loyalty"] }, 400, "names"],
  ["POST refresh", { scope: "full", durationSeconds: -1 }, 400, "durationSeconds"],
  ["POST refresh", { scope: "full", submissionKind: "sometimes" }, 400, "submissionKind"],
  ["POST refresh", { scope: "source", dataSourceId: "nothing" }, 400, "dataSourceId"],
  ["POST refresh", { scope: "source", names: ["Newsletter"] }, 400, "names"],
  ["POST refresh", { scope: "segments", names: "ChurnRisk" }, 400, "names"],
  ["POST refresh", [], 400, "body"],
  ["POST segments/ChurnRisk", {}, 400, "count"],
  ["POST segments/ChurnRisk", { count: 1.5 }, 400, "count"],
  ["POST segments/ChurnRisk", { count: 1, evaluate: "yes" }, 400, "evaluate"],
  ["POST segments/Nothing", { count: 1 }, 404, "name"],
  ["POST measures/TotalRevenue", {}, 400, "value"],
  ["POST measures/TotalRevenue", { value: true }, 400, "value"],
  ["POST measures/LifetimeSpend", { value: 1 }, 400, "name"],
  ["POST segments/ChurnRisk/rename", {}, 400, "friendlyName"],
  ["POST segments/ChurnRisk/explode", {}, 404, "action"],
  ["POST things/ChurnRisk/delete", {}, 404, "path"],
  ["POST external-refresh", {}, 400, "dataSourceId"],
  ["POST external-refresh", { dataSourceId: "Loyalty" }, 400, "dataSourceId"],
  ["POST external-refresh", { dataSourceId: "Newsletter", refreshState: "odd" }, 400, "refreshState"],
  ["POST instances/nothing/reset", {}, 400, "id"],
  ["POST instances/Contoso%20Retail", {}, 400, "provisioningState"],
  ["POST instances/Contoso%20Retail", { provisioningState: "odd" }, 400, "provisioningState"],
  ["POST jobs/nothing/cancel", {}, 404, "jobId"],
  ["POST faults", {}, 400, ".kind"],
  ["POST faults", [{ kind: "500" }, { kind: "418" }], 400, "[1].kind"],
  ["POST faults", { kind: "slow", times: 0 }, 400, "times"],
  ["POST clock", {}, 400, "factor"],
  ["POST clock", { factor: -1 }, 400, "factor"],
  ["POST clock", { advanceSeconds: "1" }, 400, "advanceSeconds"],
  ["POST scene", { dialects: "none" }, 400, "dialects"],
  ["POST scene", { pageSize: 0 }, 400, "pageSize"],
  ["POST scene", { colour: "red" }, 400, "colour"],
  ["POST scene", { durations: { lunch: 1 } }, 400, "durations.lunch"],
  ["POST start-over", { seed: -1 }, 400, "seed"],
  ["POST nothing", {}, 404, "path"],
  ["GET refresh", undefined, 405, "method"],
])("%s with %j is refused and names what is wrong", (request, body, status, target) =>
  withSimulator(async (simulator) => {
    const [method = "", path = ""] = request.split(" ");
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${simulator.url}/_control/${path}`, init);
    const { error } = (await response.json()) as { error: { target: string; message: string } };
    expect([response.status, error.target]).toEqual([status, target]);
    expect(error.message.length).toBeGreaterThan(10);
  }),
);

test("a body that is no JSON is refused", () =>
  withSimulator(async ({ url }) => {
    const response = await fetch(`${url}/_control/clock`, { method: "POST", body: "{" });
    expect([response.status, await response.json()]).toMatchObject([400, { error: { target: "body" } }]);
  }));

test("an outcome cannot be chosen for what is running already", () =>
  withSimulator(async ({ control }) => {
    await control("POST", "refresh", { scope: "source", names: ["Loyalty"] });
    const again = control("POST", "refresh", { scope: "source", names: ["Loyalty"], outcomes: { Loyalty: "fail" } });
    await expect(again).rejects.toThrow("outcomes.Loyalty is running already");
  }));

test("calls are counted by operation until the count is reset", () =>
  withSimulator(async (simulator) => {
    for (const path of ["v1/instances", "api/instances", "v1/nothing"]) await simulator.call(path);
    const counted = { total: 3, calls: { "Get-all-instances": 2, unknown: 1 } };
    expect(await simulator.control("GET", "calls")).toEqual(counted);
    await simulator.control("DELETE", "calls");
    expect(await simulator.control("GET", "calls")).toEqual({ total: 0, calls: {} });
  }));

test("durations of the scene may be changed one by one", () =>
  withSimulator(async ({ control }) => {
    expect(await control("POST", "scene", { durations: { full: 3 } })).toMatchObject({
      scene: { durations: { full: 3, source: 5 } },
    });
  }));

test("starting over forgets everything that was changed", () =>
  withSimulator(async (simulator) => {
    const fresh = await showWorld(simulator);
    await simulator.control("POST", "faults", { kind: "500" });
    await simulator.control("POST", "scene", { casing: "upper" });
    await simulator.control("POST", "segments/ChurnRisk/delete");
    await simulator.control("POST", "clock", { advanceSeconds: 100 });
    expect(await simulator.control("POST", "start-over")).toEqual(fresh);
    expect(await simulator.control("POST", "start-over", { seed: 2 })).toMatchObject({ seed: 2 });
    expect((await showWorld(simulator)).instances[0]?.instanceId).not.toBe(fresh.instances[0]?.instanceId);
  }));
