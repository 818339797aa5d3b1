import { type SimulatorUnderTest, withSimulator } from "./withSimulator";

interface Item {
  readonly taskStatus: string;
  readonly operationType: string;
  readonly identifier?: string;
  readonly friendlyName: string;
  readonly endTimestamp: string | null;
  readonly ciErrors: readonly { readonly resultSeverity: string }[];
  readonly jobIds: readonly string[];
}

interface Job {
  readonly jobId: string;
  readonly jobStatus: string;
  readonly jobSubmissionKind: string;
  readonly operationType: string;
  readonly endTimestamp: string | null;
  readonly tasks: readonly Item[];
}

test("a full refresh is queued, runs its tasks stage by stage and ends successful", () =>
  withSimulator(async (simulator) => {
    const { get } = simulator;
    const instance = await simulator.instancePath();
    const jobId = await simulator.refresh({ scope: "full" });
    const job = () => get<Job>(`${instance}/workflows/main/jobs/${jobId}?includeTasks=true`);

    expect(await job()).toMatchObject({ jobStatus: "queued", jobSubmissionKind: "scheduled", operationType: "all" });
    await simulator.advance(3);
    const running = await job();
    expect(running).toMatchObject({ jobStatus: "running", endTimestamp: null });
    expect(statusesOf(running, "ingestion")).toContain("running");
    expect(statusesOf(running, "merge")).toEqual(["queued"]);

    await simulator.advance(20);
    const ended = await job();
    expect(ended.jobStatus).toBe("successful");
    expect(ended.tasks.every(({ taskStatus }) => taskStatus === "successful")).toBe(true);
    expect(ended.endTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
  }));

test("a source that fails once shows its failure while the job runs, and is then retried with success", () =>
  withSimulator(async (simulator) => {
    const instance = await simulator.instancePath();
    const body = { scope: "source", names: ["eCommerce"], outcomes: { eCommerce: "fail-once" } };
    const jobId = await simulator.refresh(body);
    const look = async () => ({
      job: (await simulator.get<Job>(`${instance}/workflows/main/jobs/${jobId}`)).jobStatus,
      ...(await nodeOf(simulator, instance, "eCommerce")),
    });

    await simulator.advance(5);
    expect(await look()).toMatchObject({ job: "running", node: "failed", source: "updateFailed" });
    await simulator.advance(3);
    expect(await look()).toMatchObject({ job: "running", node: "running", source: "updating" });
    await simulator.advance(5);
    expect(await look()).toMatchObject({ job: "successful", node: "successful", source: "updated" });
  }));

test.each([
  ["fail", "failed", "failed", ["error"]],
  ["time-out", "timedOut", "timedOut", ["error"]],
  ["abort", "aborted", "aborted", []],
  ["skip", "skipped", "skipped", []],
  ["warn", "successful", "successful", ["warning"]],
  ["partial", "successful", "successful", ["error"]],
  ["succeed", "successful", "successful", []],
])("a source told to %s ends %s", (outcome, status, jobStatus, severities) =>
  withSimulator(async (simulator) => {
    const instance = await simulator.instancePath();
    const jobId = await simulator.refresh({ scope: "source", names: ["Loyalty"], outcomes: { Loyalty: outcome } });
    await simulator.advance(60);
    const job = await simulator.get<Job>(`${instance}/workflows/main/jobs/${jobId}?includeTasks=true`);
    expect(job.jobStatus).toBe(jobStatus);
    expect(job.tasks.map(({ taskStatus }) => taskStatus)).toEqual([status]);
    expect(job.tasks.flatMap(({ ciErrors }) => ciErrors.map(({ resultSeverity }) => resultSeverity))).toEqual(
      severities,
    );
  }),
);

test("when the merge fails, everything after it is skipped and the job fails", () =>
  withSimulator(async (simulator) => {
    const instance = await simulator.instancePath();
    const jobId = await simulator.refresh({ scope: "full", outcomes: { merge: "fail" } });
    await simulator.advance(60);
    const job = await simulator.get<Job>(`${instance}/workflows/main/jobs/${jobId}?includeTasks=true`);
    expect(job.jobStatus).toBe("failed");
    expect([...new Set(statusesOf(job, "segmentation"))]).toEqual(["skipped"]);
    expect([...new Set(statusesOf(job, "ingestion"))]).toEqual(["successful"]);
  }));

test("when data preparation times out the job ends timed out although the rest has run", () =>
  withSimulator(async (simulator) => {
    const instance = await simulator.instancePath();
    const jobId = await simulator.refresh({ scope: "full", outcomes: { dataPreparation: "time-out" } });
    await simulator.advance(60);
    const job = await simulator.get<Job>(`${instance}/workflows/main/jobs/${jobId}?includeTasks=true`);
    expect(job.jobStatus).toBe("timedOut");
    expect(statusesOf(job, "merge")).toEqual(["successful"]);
  }));

test("a job that asks for a source that is already being refreshed shares its task", () =>
  withSimulator(async (simulator) => {
    const instance = await simulator.instancePath();
    const first = await simulator.refresh({ scope: "source", names: ["Loyalty"] });
    const second = await simulator.refresh({ scope: "source", names: ["Loyalty"] });
    const [task] = await simulator.get<Item[]>(`${instance}/workflows/main/history?top=1`);
    expect(task?.jobIds).toEqual([first, second]);
    await simulator.advance(10);
    for (const jobId of [first, second])
      expect(await simulator.get(`${instance}/workflows/main/jobs/${jobId}`)).toMatchObject({
        jobStatus: "successful",
      });
  }));

test("with several nodes per source the source fails when one of its tables fails", () =>
  withSimulator(
    async (simulator) => {
      const instance = await simulator.instancePath();
      const outcomes = { "eCommerce (Dataverse) - Purchases": "fail" };
      await simulator.refresh({ scope: "source", names: ["eCommerce"], outcomes });
      await simulator.advance(60);
      const nodes = await simulator.get<Item[]>(`${instance}/workflows/main/status`);
      const ofSource = nodes.filter(({ friendlyName }) => friendlyName.startsWith("eCommerce"));
      expect(ofSource.map(({ taskStatus }) => taskStatus)).toEqual(["successful", "failed"]);
      expect(await nodeOf(simulator, instance, "eCommerce")).toMatchObject({ source: "updateFailed" });
    },
    { clock: "manual", scene: { ingestionIdentifiers: "dataSource_entity" } },
  ));

test("jobs come newest first and no more than the cap, whatever top says", () =>
  withSimulator(
    async (simulator) => {
      const instance = await simulator.instancePath();
      const newest = await simulator.refresh({ scope: "full" });
      const jobs = await simulator.get<Job[]>(`${instance}/workflows/main/jobs?top=50`);
      expect(jobs).toHaveLength(3);
      expect(jobs[0]?.jobId).toBe(newest);
    },
    { clock: "manual", scene: { topCap: 3 } },
  ));

test.each([
  ["Contoso Retail", false, ["map", "match", "merge"]],
  ["Contoso Wholesale", false, ["map", "match", "match", "merge", "merge"]],
  ["Contoso Wholesale", true, ["map", "match", "match", "merge", "merge", "contact", "relationship", "profileStore"]],
])("unification in %s, with what depends on it: %s", (instanceId, runDownstreamAfterMerge, operations) =>
  withSimulator(async (simulator) => {
    const jobId = await simulator.refresh({ scope: "unification", instanceId, runDownstreamAfterMerge });
    const instances = await simulator.get<{ instanceId: string; name: string }[]>("instances");
    const id = instances.find(({ name }) => name === instanceId)?.instanceId;
    const job = await simulator.get<Job>(`instances/${id}/workflows/main/jobs/${jobId}?includeTasks=true`);
    const found = job.tasks.map(({ operationType }) => operationType);
    expect(found.slice(0, operations.length)).toEqual(operations);
    expect(job).toMatchObject({ operationType: "merge", options: { runDownstreamAfterMerge } });
    expect(found.includes("segmentation")).toBe(runDownstreamAfterMerge);
  }),
);

function statusesOf(job: Job, operation: string): string[] {
  return job.tasks.filter(({ operationType }) => operationType === operation).map(({ taskStatus }) => taskStatus);
}

async function nodeOf({ get }: SimulatorUnderTest, instance: string, name: string) {
  const sources = await get<{ dataSourceMetadata: { name: string; dataSourceId: string; refreshState: string } }[]>(
    `${instance}/manage/datasources`,
  );
  const source = sources.map(({ dataSourceMetadata }) => dataSourceMetadata).find((each) => each.name === name);
  const nodes = await get<Item[]>(`${instance}/workflows/main/status`);
  const node = nodes.find(({ identifier }) => identifier === source?.dataSourceId);
  return { node: node?.taskStatus, source: source?.refreshState };
}
