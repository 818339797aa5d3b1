import { answer, answerPaths, withSource } from "./withSource";

const ID = "7c6f0b7e-0d0a-4b7e-9a41-2f6d0e0f5b11";
const METADATA = `/v1/instances/${ID}/manage/measures/Total%20revenue`;
const TABLE = `/v1/instances/${ID}/data/Total%20revenue`;
const END = "2026-11-20T02:30:04.0000000Z";
const MEASURE = {
  name: "Total revenue",
  definition: { kind: "entity", isScalar: true, aggregates: [{ alias: "Revenue" }] },
  latestEvaluation: { state: "completed", endTime: END },
};
const READ = { name: "Total revenue", eligibility: { ok: true }, samples: [] };
const SAMPLE = { sampleId: END, value: 7, evaluatedAt: END };
const OUTPUT = { values: { Revenue: "7" }, evaluationTime: END };

test.each<[string, unknown, unknown, object[]]>([
  ["one number", { value: [{ Total: 7 }] }, { ...READ, samples: [SAMPLE] }, []],
  ["several, one of them by its alias", { value: [{ A: 1, Revenue: "7" }] }, { ...READ, samples: [SAMPLE] }, []],
  ["several, none of them known", { value: [{ A: 1, B: 2 }] }, READ, [{ what: "rows", seen: "object" }]],
  ["no row", { value: [] }, READ, [{ what: "rows", seen: "list of 0" }]],
])("a value that the metadata do not tell is read from a table with %s", async (_name, table, value, unusable) => {
  await withSource(answerPaths({ [METADATA]: MEASURE, [TABLE]: table }), async ({ source, requests }) => {
    const got = await source.getMeasure(ID, "Total revenue", { historyDays: 5 });
    expect(got).toMatchObject({ ok: true, value, unusable: expect.arrayContaining(unusable) });
    expect(requests.map(({ url }) => url)).toEqual([
      `${METADATA}?includeHistoricStats=true&historicStatsDays=5`,
      `${TABLE}?$top=1`,
    ]);
  });
});

test("a value that the metadata tell costs no second call", async () => {
  await withSource(answerPaths({ [METADATA]: { ...MEASURE, output: OUTPUT } }), async ({ source, requests }) => {
    expect(await source.getMeasure(ID, "Total revenue", { historyDays: 30 })).toEqual({
      ok: true,
      value: { ...READ, samples: [SAMPLE] },
      unusable: [],
    });
    expect(requests).toHaveLength(1);
  });
});

test.each<[number, object]>([
  [404, { ok: true, value: READ, unusable: [{ what: "rows", seen: '"not-found"' }] }],
  [403, { ok: true, value: READ, unusable: [{ what: "rows", seen: '"forbidden"' }] }],
  [406, { ok: true, value: READ, unusable: [{ what: "rows", seen: '"rejected"' }] }],
  [401, { ok: false, failure: { kind: "unauthorized" } }],
  [429, { ok: false, failure: { kind: "throttled", retryAfterSeconds: 9 } }],
  [503, { ok: false, failure: { kind: "unavailable", retryAfterSeconds: 9 } }],
])("when the table answers %i, the measure is no less there", async (status, expected) => {
  await withSource(
    (request, response) => {
      if (request.url?.includes("/data/")) answer(response, status, {}, { "retry-after": "9" });
      else answer(response, 200, MEASURE);
    },
    async ({ source }) => {
      expect(await source.getMeasure(ID, "Total revenue", { historyDays: 30 })).toMatchObject(expected);
    },
  );
});

test.each<[string, unknown]>([
  ["another measure", { ...MEASURE, name: "Orders" }],
  ["a list", [MEASURE]],
  ["a text", '"fine"'],
])("an answer that is %s is malformed", async (_name, json) => {
  await withSource(
    (_request, response) => answer(response, 200, json),
    async ({ source }) => {
      const got = await source.getMeasure(ID, "Total revenue", { historyDays: 30 });
      expect(got).toMatchObject({ ok: false, failure: { kind: "malformed" } });
    },
  );
});

test("an answer may leave the measure's name out", async () => {
  await withSource(answerPaths({ [METADATA]: { ...MEASURE, name: null, output: OUTPUT } }), async ({ source }) => {
    const got = await source.getMeasure(ID, "Total revenue", { historyDays: 30 });
    expect(got).toMatchObject({ ok: true, value: { name: "Total revenue" } });
  });
});

test.each([0, -1, 1.5, Number.NaN])("a history of %p days is a programming fault", async (historyDays) => {
  await withSource(answerPaths({}), async ({ source, requests }) => {
    const words = "historyDays must be a positive whole number";
    await expect(source.getMeasure(ID, "Orders", { historyDays })).rejects.toThrow(words);
    await expect(source.listSegments(ID, { historyDays })).rejects.toThrow(words);
    expect(requests).toEqual([]);
  });
});
