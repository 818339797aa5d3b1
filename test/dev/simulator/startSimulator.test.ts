import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SimulatorOptions } from "../../../dev/simulator/startSimulator";
import { withSimulator } from "./withSimulator";

describe("timelineFile", () => {
  let folder = "";
  let timelineFile = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "timeline-"));
    timelineFile = join(folder, "kept", "timeline.json");
  });
  afterEach(() => rm(folder, { recursive: true }));

  interface Seen {
    readonly nodes: unknown;
    readonly dataSources: unknown;
    readonly jobIds: readonly string[];
  }

  /** What a client sees at a start, and then the id of a new job and the clock. */
  async function look(
    options: SimulatorOptions = {},
  ): Promise<Seen & { readonly newJobId: string; readonly now: string }> {
    let seen: Awaited<ReturnType<typeof look>> | undefined;
    await withSimulator(
      async (simulator) => {
        const instance = await simulator.instancePath();
        const jobs = await simulator.get<readonly { jobId: string }[]>(`${instance}/workflows/main/jobs?top=50`);
        const before = {
          nodes: await simulator.get(`${instance}/workflows/main/status`),
          dataSources: await simulator.get(`${instance}/manage/datasources`),
          jobIds: jobs.map(({ jobId }) => jobId),
        };
        const newJobId = await simulator.refresh({ scope: "full" });
        const { now } = (await simulator.advance(3_600)) as { now: string };
        seen = { ...before, newJobId, now };
      },
      { clock: "real", timelineFile, ...options },
    );
    if (!seen) throw new Error("the simulator was not looked at");
    return seen;
  }

  test("a company that is kept has the same past after a restart, and new jobs have new ids", async () => {
    const { newJobId, now: _, ...first } = await look();
    const { newJobId: later, now: __, ...second } = await look();
    expect(second).toEqual(first);
    expect([...first.jobIds, newJobId]).not.toContain(later);
  });

  test("the clock of a company that is kept never goes back", async () => {
    const first = await look();
    const second = await look();
    expect(Date.parse(second.now)).toBeGreaterThanOrEqual(Date.parse(first.now) + 3_600_000);
  });

  test.each(["", "{}", '{"beganAt":"today","clockAt":1}', '{"beganAt":2,"clockAt":1}', "null"])(
    "a timeline file that holds %j is named",
    async (text) => {
      await look();
      await writeFile(timelineFile, text);
      await expect(look()).rejects.toThrow(`${timelineFile} does not hold the times of a simulated company`);
      expect(await readFile(timelineFile, "utf8")).toBe(text);
    },
  );
});

test("the same seed and calls replay exactly", async () => {
  const seen: unknown[] = [];
  for (const seed of [7, 7, 8])
    await withSimulator(
      async (simulator) => {
        const instance = await simulator.instancePath();
        await simulator.refresh({ scope: "full", outcomes: { Loyalty: "fail-once" } });
        await simulator.advance(30);
        seen.push([
          await simulator.get(`${instance}/workflows/main/jobs?includeTasks=true`),
          await simulator.get(`${instance}/workflows/main/status`),
          await simulator.get(`${instance}/manage/datasources`),
        ]);
      },
      { clock: "manual", seed },
    );
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[2]).not.toEqual(seen[0]);
});

test("on a fast clock a full refresh is over in a moment", () =>
  withSimulator(
    async (simulator) => {
      const instance = await simulator.instancePath();
      const jobId = await simulator.refresh({ scope: "full" });
      const deadline = Date.now() + 60_000;
      let job = await simulator.get<{ jobStatus: string; endTimestamp: string | null }>(
        `${instance}/workflows/main/jobs/${jobId}`,
      );
      while (job.endTimestamp === null && Date.now() < deadline)
        job = await simulator.get<{ jobStatus: string; endTimestamp: string | null }>(
          `${instance}/workflows/main/jobs/${jobId}`,
        );
      expect(job.jobStatus).toBe("successful");
    },
    { speed: 1_000 },
  ));
