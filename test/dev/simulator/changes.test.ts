import { showWorld } from "./showWorld";
import { withSimulator } from "./withSimulator";

test("an instance that is reset goes on under another id, without a past", () =>
  withSimulator(async (simulator) => {
    const before = (await showWorld(simulator)).instances[0]?.instanceId;
    await simulator.control("POST", "refresh", { scope: "full" });
    await simulator.control("POST", `instances/${before}/reset`);
    await simulator.control("POST", "clock", { advanceSeconds: 60 });
    const after = (await showWorld(simulator)).instances[0];
    expect(after).toMatchObject({ name: "Contoso Retail", runningJobs: [] });
    expect(after?.instanceId).not.toBe(before);
    expect((await simulator.call(`v1/instances/${before}/workflows/main/jobs`)).status).toBe(404);
    expect(await simulator.get(`instances/${after?.instanceId}/workflows/main/jobs`)).toEqual([]);
    expect(await simulator.get(`instances/${after?.instanceId}/workflows/main/status`)).toEqual([]);
  }));

test("an instance can lose its name and be provisioned", () =>
  withSimulator(async (simulator) => {
    const body = { name: null, provisioningState: "updating" };
    await simulator.control("POST", "instances/Contoso%20Wholesale", body);
    const instances = await simulator.get<{ instanceId: string; name: string | null }[]>("instances");
    expect(instances[1]?.name).toBeNull();
    expect(await simulator.get(`instances/${instances[1]?.instanceId}`)).toMatchObject(body);
  }));

test("a source without a node is refreshed elsewhere and has no task", () =>
  withSimulator(async (simulator) => {
    const instance = (await showWorld(simulator)).instances[0];
    const source = instance?.dataSources.find(({ hasNode }) => !hasNode);
    const path = `instances/${instance?.instanceId}`;
    const read = async () =>
      (await simulator.get<{ dataSourceMetadata: object }>(`${path}/manage/datasources/${source?.dataSourceId}`))
        .dataSourceMetadata;
    const before = await read();
    await simulator.control("POST", "clock", { advanceSeconds: 5 });
    await simulator.control("POST", "external-refresh", { dataSourceId: source?.name, refreshState: "updateFailed" });
    expect(await read()).toMatchObject({
      refreshState: "updateFailed",
      lastRefresh: expect.stringContaining("08:00:05"),
    });
    expect(before).toMatchObject({ refreshState: "updated" });
    const nodes = await simulator.get<{ identifier: string }[]>(`${path}/workflows/main/status`);
    expect(nodes.filter(({ identifier }) => identifier === source?.dataSourceId)).toEqual([]);
  }));

test("a job that is cancelled ends aborted with everything that was not done", () =>
  withSimulator(async (simulator) => {
    const path = `instances/${(await showWorld(simulator)).instances[0]?.instanceId}/workflows/main/jobs`;
    const { jobId } = (await simulator.control("POST", "refresh", { scope: "full" })) as { jobId: string };
    await simulator.control("POST", "clock", { advanceSeconds: 10 });
    await simulator.control("POST", `jobs/${jobId}/cancel`);
    await simulator.control("POST", "clock", { advanceSeconds: 60 });
    const job = await simulator.get<{ jobStatus: string; tasks: { taskStatus: string }[] }>(
      `${path}/${jobId}?includeTasks=true`,
    );
    expect(job.jobStatus).toBe("aborted");
    expect(new Set(job.tasks.map(({ taskStatus }) => taskStatus))).toEqual(new Set(["successful", "aborted"]));
    await expect(simulator.control("POST", `jobs/${jobId}/cancel`)).rejects.toThrow("ended already");
  }));

test("the scene may change the names of ingestion nodes, which keep what they knew", () =>
  withSimulator(async (simulator) => {
    const instance = (await showWorld(simulator)).instances[0];
    const id = instance?.dataSources.find(({ name }) => name === "eCommerce")?.dataSourceId ?? "";
    const read = async () =>
      (
        await simulator.get<{ identifier: string; endTimestamp: string }[]>(
          `instances/${instance?.instanceId}/workflows/main/status`,
        )
      ).filter(({ identifier }) => identifier.startsWith(id));
    const [before] = await read();
    await simulator.control("POST", "scene", { ingestionIdentifiers: "dataSource_entity" });
    const after = await read();
    expect(after.map(({ identifier }) => identifier)).toEqual([`${id}_Contacts`, `${id}_Purchases`]);
    expect(after.map(({ endTimestamp }) => endTimestamp)).toEqual([before?.endTimestamp, before?.endTimestamp]);
    await simulator.control("POST", "scene", { ingestionIdentifiers: "dataSource" });
    expect(await read()).toEqual([before]);
  }));
