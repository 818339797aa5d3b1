import { withSimulator } from "./withSimulator";

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
      const deadline = Date.now() + 5_000;
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
