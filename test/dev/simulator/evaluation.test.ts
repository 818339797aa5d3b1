import { type SimulatorUnderTest, withSimulator } from "./withSimulator";

interface Segment {
  readonly name: string;
  readonly friendlyName: string;
  readonly state: string;
  readonly version: number;
  readonly createdUtc: string;
  readonly evaluationStatus: {
    readonly jobStatus: string;
    readonly entityCount: number;
    readonly evaluationDate: string | null;
    readonly lastSuccessfulRunId: string | null;
  };
  readonly evaluationStatusHistory: readonly { readonly jobStatus: string; readonly entityCount: number }[] | null;
}

interface Measure {
  readonly displayName: string;
  readonly latestEvaluation: { readonly state: string; readonly lastSuccessfulRunId: string | null };
  readonly evaluationStats: { readonly consecutiveFailureCount: number };
  readonly output: { readonly values: Readonly<Record<string, string>>; readonly evaluationTime: string } | null;
  readonly outputHistory: readonly { readonly evaluationTime: string }[] | null;
}

async function readSegment(simulator: SimulatorUnderTest, name: string, query = ""): Promise<Segment | undefined> {
  const segments = await simulator.get<Segment[]>(`${await simulator.instancePath()}/manage/segments?${query}`);
  return segments.find((segment) => segment.name === name);
}

const readMeasure = async (simulator: SimulatorUnderTest, name: string, query = ""): Promise<Measure> =>
  simulator.get<Measure>(`${await simulator.instancePath()}/manage/measures/${name}?${query}`);

test("a segment told to grow shows its new count when its evaluation has ended, not before", () =>
  withSimulator(async (simulator) => {
    const before = await readSegment(simulator, "HighValueCustomers");
    await simulator.control("POST", "segments/HighValueCustomers", { count: 120 });
    await simulator.advance(2);
    const running = await readSegment(simulator, "HighValueCustomers");
    expect(running?.evaluationStatus).toMatchObject({ jobStatus: "Running", entityCount: 60 });
    await simulator.advance(5);
    const after = await readSegment(simulator, "HighValueCustomers");
    expect(after?.evaluationStatus).toMatchObject({ jobStatus: "CompletedSuccess", entityCount: 120 });
    expect(after?.evaluationStatus.lastSuccessfulRunId).not.toBe(before?.evaluationStatus.lastSuccessfulRunId);
    expect(after?.version).toBeGreaterThan(before?.version ?? Infinity);
    const path = await simulator.instancePath();
    const members = await simulator.get<{ value: unknown[] }>(
      `${path}/data/Customer?$filter=IsMemberOfSegment('HighValueCustomers')&$select=CustomerId&$top=500`,
    );
    expect(members.value).toHaveLength(100);
    const size = await simulator.get(`${path}/manage/entities/HighValueCustomers/entitysize`);
    expect(size).toMatchObject({ rowCount: 120 });
  }));

test("a change without evaluation waits for the next refresh", () =>
  withSimulator(async (simulator) => {
    const changed = await simulator.control("POST", "segments/ChurnRisk", { count: 7, evaluate: false });
    expect(changed).not.toHaveProperty("jobId");
    await simulator.advance(60);
    expect((await readSegment(simulator, "ChurnRisk"))?.evaluationStatus.entityCount).not.toBe(7);
    await simulator.control("POST", "refresh", { scope: "segments", names: ["ChurnRisk"] });
    await simulator.advance(60);
    expect((await readSegment(simulator, "ChurnRisk"))?.evaluationStatus.entityCount).toBe(7);
  }));

test("a failed evaluation keeps the count, date and run of the last good one", () =>
  withSimulator(async (simulator) => {
    const before = await readSegment(simulator, "ChurnRisk");
    await simulator.control("POST", "segments/ChurnRisk", { count: 7, evaluate: false });
    const outcomes = { ChurnRisk: "fail" };
    await simulator.control("POST", "refresh", { scope: "segments", names: ["ChurnRisk"], outcomes });
    await simulator.advance(60);
    const after = await readSegment(simulator, "ChurnRisk", "includeHistoricStats=true");
    expect(after?.evaluationStatus).toMatchObject({
      ...before?.evaluationStatus,
      jobStatus: "CompletedFailure",
      error: { value: expect.any(String) },
    });
    expect(after?.evaluationStatusHistory?.at(-1)?.jobStatus).toBe("CompletedFailure");
  }));

test("histories have the days that were asked for, oldest first", () =>
  withSimulator(async (simulator) => {
    const few = await readSegment(simulator, "ChurnRisk", "includeHistoricStats=true&historicStatsDays=3");
    const all = await readSegment(simulator, "ChurnRisk", "includeHistoricStats=true&historicStatsDays=30");
    expect([few?.evaluationStatusHistory?.length, all?.evaluationStatusHistory?.length]).toEqual([3, 12]);
    const measure = await readMeasure(simulator, "TotalRevenue", "includeHistoricStats=true");
    const times = measure.outputHistory?.map(({ evaluationTime }) => evaluationTime) ?? [];
    expect(times).toHaveLength(12);
    expect(times).toEqual(times.toSorted());
    expect((await readMeasure(simulator, "TotalRevenue")).outputHistory).toBeNull();
  }));

test.each([
  [2_000_000, "2000000"],
  ["1e6", "1e6"],
  ["not a number", "not a number"],
])("a measure told to be %j writes it as its service would", (value, written) =>
  withSimulator(async (simulator) => {
    await simulator.control("POST", "measures/TotalRevenue", { value });
    await simulator.advance(10);
    const { output, latestEvaluation } = await readMeasure(simulator, "TotalRevenue");
    expect(output?.values).toEqual({ TotalRevenue: written });
    expect(latestEvaluation.state).toBe("completed");
  }),
);

test("a measure with several outputs names its value by the first alias", () =>
  withSimulator(async (simulator) => {
    const { output } = await readMeasure(simulator, "AverageOrderValue");
    expect(output?.values).toEqual({ AverageOrderValue: "86.42", OrderCount: "1000" });
  }));

test("a failed measure keeps its output and counts its failures", () =>
  withSimulator(async (simulator) => {
    const before = await readMeasure(simulator, "TotalRevenue");
    for (const outcome of ["fail", "fail"]) {
      const outcomes = { TotalRevenue: outcome };
      await simulator.control("POST", "refresh", { scope: "measures", names: ["TotalRevenue"], outcomes });
      await simulator.advance(60);
    }
    const after = await readMeasure(simulator, "TotalRevenue");
    expect(after).toMatchObject({ output: before.output, evaluationStats: { consecutiveFailureCount: 2 } });
    expect(after.latestEvaluation).toMatchObject({
      state: "failed",
      lastSuccessfulRunId: before.latestEvaluation.lastSuccessfulRunId,
    });
  }));

test("a deactivated segment is not evaluated, and can be activated again", () =>
  withSimulator(async (simulator) => {
    const { control } = simulator;
    await control("POST", "segments/ChurnRisk/deactivate");
    expect(await readSegment(simulator, "ChurnRisk")).toMatchObject({
      state: "inactive",
      evaluationStatus: { jobStatus: "NotQualified", entityCount: 36 },
    });
    await expect(control("POST", "segments/ChurnRisk", { count: 1 })).rejects.toThrow("deactivated");
    await control("POST", "segments/ChurnRisk/activate");
    await control("POST", "segments/ChurnRisk", { count: 1 });
    await simulator.advance(60);
    expect(await readSegment(simulator, "ChurnRisk")).toMatchObject({
      state: "active",
      evaluationStatus: { entityCount: 1 },
    });
  }));

test("a deleted segment is gone; made again it has no past", () =>
  withSimulator(async (simulator) => {
    const before = await readSegment(simulator, "ChurnRisk");
    await simulator.advance(1);
    await simulator.control("POST", "segments/ChurnRisk/delete");
    expect(await readSegment(simulator, "ChurnRisk")).toBeUndefined();
    await simulator.control("POST", "segments/churnrisk/recreate");
    const after = await readSegment(simulator, "ChurnRisk", "includeHistoricStats=true");
    expect(after).toMatchObject({ version: 1, evaluationStatusHistory: [], evaluationStatus: { jobStatus: "None" } });
    expect(after?.createdUtc.localeCompare(before?.createdUtc ?? "")).toBe(1);
  }));

test("a rename changes the label alone", () =>
  withSimulator(async (simulator) => {
    await simulator.control("POST", "segments/ChurnRisk/rename", { friendlyName: "Might leave" });
    await simulator.control("POST", "measures/TotalRevenue/rename", { friendlyName: "Turnover" });
    expect(await readSegment(simulator, "ChurnRisk")).toMatchObject({ friendlyName: "Might leave" });
    expect(await readMeasure(simulator, "TotalRevenue")).toMatchObject({ displayName: "Turnover" });
  }));
