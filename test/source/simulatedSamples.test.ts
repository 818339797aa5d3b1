import { type Measure } from "../../shared/model/measure";
import { type Sample, type Segment } from "../../shared/model/segment";
import { type SimulatedSource, valueOf, withSimulatedSource } from "./withSimulatedSource";

const SEGMENT = "HighValueCustomers";
const MEASURE = "TotalRevenue";

async function segmentOf({ source, instanceId }: SimulatedSource, historyDays = 10): Promise<Segment | undefined> {
  const segments = valueOf(await source.listSegments(instanceId, { historyDays }));
  return segments.find(({ name }) => name === SEGMENT);
}

async function measureOf({ source, instanceId }: SimulatedSource, name = MEASURE): Promise<Measure> {
  return valueOf(await source.getMeasure(instanceId, name, { historyDays: 30 }));
}

function inOrder(samples: readonly Sample[] = []): Sample[] {
  return samples.toSorted((a, b) => (a.evaluatedAt < b.evaluatedAt ? -1 : 1));
}

test("a segment's samples are its evaluations of the days asked for, each once, the latest with its run", async () => {
  await withSimulatedSource(async (simulated) => {
    const few = inOrder((await segmentOf(simulated, 2))?.samples);
    const many = inOrder((await segmentOf(simulated, 10))?.samples);
    expect([few.length, many.length]).toEqual([2, 10]);
    expect(many.slice(-2)).toEqual(few);
    expect(new Set(many.map(({ evaluatedAt }) => evaluatedAt)).size).toBe(many.length);
    expect(many.map(({ sampleId, evaluatedAt }) => sampleId !== evaluatedAt)).toEqual([...Array(9).fill(false), true]);
  });
});

test("a new count is a new sample, and the one before stays under its time", async () => {
  await withSimulatedSource(async (simulated) => {
    const { control, advance } = simulated;
    const before = inOrder((await segmentOf(simulated))?.samples).at(-1);
    await control("POST", `segments/${SEGMENT}`, { count: 120 });
    await advance(30);
    const [past, last] = inOrder((await segmentOf(simulated))?.samples).slice(-2);
    expect(last).toMatchObject({ value: 120, sampleId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(past).toEqual({ ...before, sampleId: before?.evaluatedAt });
  });
});

test.each(["fail", "time-out", "abort", "skip"])("an evaluation that ends with %s is no sample", async (outcome) => {
  await withSimulatedSource(async (simulated) => {
    const { control, advance } = simulated;
    const times = async (): Promise<string[]> =>
      inOrder((await segmentOf(simulated))?.samples).map(({ evaluatedAt }) => evaluatedAt);
    const [segmentTimes, measureSamples] = [await times(), (await measureOf(simulated)).samples];
    await control("POST", "refresh", { scope: "segments", outcomes: { [SEGMENT]: outcome } });
    await control("POST", "refresh", { scope: "measures", outcomes: { [MEASURE]: outcome } });
    await advance(60);
    expect(await times()).toEqual(segmentTimes);
    const measure = await measureOf(simulated);
    for (const sample of measure.samples) expect(measureSamples).toContainEqual(sample);
  });
});

test("what is done with a segment is seen", async () => {
  await withSimulatedSource(async (simulated) => {
    const { control, advance } = simulated;
    const before = await segmentOf(simulated);
    await control("POST", `segments/${SEGMENT}/rename`, { friendlyName: "Best customers" });
    expect(await segmentOf(simulated)).toMatchObject({ name: SEGMENT, friendlyName: "Best customers" });
    await control("POST", `segments/${SEGMENT}/deactivate`);
    expect(await segmentOf(simulated)).toMatchObject({ state: "inactive" });
    await control("POST", `segments/${SEGMENT}/delete`);
    expect(await segmentOf(simulated)).toBeUndefined();
    await advance(60);
    await control("POST", `segments/${SEGMENT}/recreate`);
    const anew = await segmentOf(simulated);
    expect(anew?.createdAt).not.toBe(before?.createdAt);
  });
});

test.each<[string | number, number | undefined]>([
  [1_500_000, 1_500_000],
  [-0.25, -0.25],
  ["1.5E+3", 1500],
  ["2026-11-19T18:44:05Z", undefined],
  ["NaN", undefined],
  ["1,5", undefined],
])("a measure evaluated to %j has %j as its newest value", async (written, value) => {
  await withSimulatedSource(async (simulated) => {
    const { control, advance } = simulated;
    const before = inOrder((await measureOf(simulated)).samples);
    await control("POST", `measures/${MEASURE}`, { value: written });
    await advance(30);
    const news = inOrder((await measureOf(simulated)).samples).slice(before.length);
    expect(news.map((sample) => sample.value)).toEqual(value === undefined ? [] : [value]);
  });
});

test("which measures have a single value is judged alike by the list and one by one", async () => {
  await withSimulatedSource(async (simulated) => {
    const { source, instanceId } = simulated;
    const measures = valueOf(await source.listMeasures(instanceId));
    for (const { name, eligibility } of measures)
      expect((await measureOf(simulated, name)).eligibility).toEqual(eligibility);
    const eligible = measures
      .filter(({ eligibility }) => eligibility.ok)
      .map(({ name, samples }) => [name, samples.length]);
    expect(eligible).toEqual([
      ["TotalRevenue", 1],
      ["AverageOrderValue", 1],
      ["ActiveCustomers", 1],
      ["ReturnRate", 1],
      ["LatestPurchaseDate", 0],
      ["OpenCases", 1],
    ]);
  });
});

test("a list that tells no values still tells which measures have one", async () => {
  await withSimulatedSource(
    async (simulated) => {
      const { source, instanceId } = simulated;
      const [first] = valueOf(await source.listMeasures(instanceId));
      expect(first).toMatchObject({ name: MEASURE, eligibility: { ok: true }, samples: [] });
      expect((await measureOf(simulated)).samples.length).toBeGreaterThan(5);
    },
    { scene: { measureListHasOutput: false } },
  );
});

test("a measure that was deleted is not found", async () => {
  await withSimulatedSource(async ({ source, instanceId, control }) => {
    await control("POST", `measures/${MEASURE}/delete`);
    const answer = await source.getMeasure(instanceId, MEASURE, { historyDays: 30 });
    expect(answer).toMatchObject({ ok: false, failure: { kind: "not-found" } });
  });
});
