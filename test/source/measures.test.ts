import { parseMeasure, toMeasureValues } from "../../shared/source/measures";
import { aNote } from "./answer/aNote";
import { answer, answerPaths, withSource } from "./withSource";

describe("measures", () => {
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
});

describe("toMeasureReading", () => {
  const OUTPUT = { values: { Revenue: "1204331.75" }, evaluationTime: "2026-11-20T02:30:00.5Z" };
  const DEFINITION = {
    kind: "Entity",
    type: "Structured",
    isScalar: true,
    isProfile: false,
    dimensions: [],
    aggregates: [{ alias: "Revenue" }],
  };
  const MEASURE = {
    name: "TotalRevenue",
    displayName: "Total revenue",
    version: 3,
    createdUtc: "2026-01-05T08:00:00Z",
    definition: DEFINITION,
    latestEvaluation: { state: "Completed", endTime: "2026-11-20T02:30:04Z" },
    output: OUTPUT,
  };
  const AT = "2026-11-20T02:30:00.5000000Z";
  const SAMPLE = { sampleId: AT, value: 1204331.75, evaluatedAt: AT };
  const READ = {
    name: "TotalRevenue",
    displayName: "Total revenue",
    version: 3,
    createdAt: "2026-01-05T08:00:00.0000000Z",
    eligibility: { ok: true },
    samples: [SAMPLE],
  };
  const PAST = { values: { Revenue: 9 }, evaluationTime: "2026-11-19T02:30:00Z" };
  const PASTS = { sampleId: "2026-11-19T02:30:00.0000000Z", value: 9, evaluatedAt: "2026-11-19T02:30:00.0000000Z" };

  test.each<[string, unknown, unknown, string[]]>([
    ["evaluated", MEASURE, READ, []],
    [
      "known by its name alone",
      { name: "New" },
      { name: "New", eligibility: { ok: false, reason: "unknown-kind" }, samples: [] },
      [],
    ],
    ["without a name", { ...MEASURE, name: null }, undefined, ["m.name"]],
    ["a list", [MEASURE], undefined, ["m.name"]],
    ["with its history", { ...MEASURE, outputHistory: [PAST] }, { ...READ, samples: [PASTS, SAMPLE] }, []],
    ["with its output in its history too", { ...MEASURE, outputHistory: [OUTPUT] }, READ, []],
    [
      "evaluated to no number",
      { ...MEASURE, output: { ...OUTPUT, values: { Revenue: "2026-11-19T18:44:05Z" } } },
      { ...READ, samples: [] },
      ["m.output.values"],
    ],
    [
      "evaluated at no time",
      { ...MEASURE, output: { ...OUTPUT, evaluationTime: null } },
      { ...READ, samples: [] },
      ["m.output.evaluationTime"],
    ],
    ["evaluated to a text", { ...MEASURE, output: "1" }, { ...READ, samples: [] }, ["m.output"]],
    ["evaluated to a list", { ...MEASURE, output: { values: ["1"] } }, { ...READ, samples: [] }, ["m.output.values"]],
    ["being evaluated anew", { ...MEASURE, latestEvaluation: { state: "running" } }, { ...READ, samples: [] }, []],
    [
      "evaluated as only its history tells",
      {
        ...MEASURE,
        latestEvaluation: null,
        evaluationHistory: [
          { state: "completed", endTime: "2026-11-20T02:30:04Z" },
          { state: "failed", endTime: "2026-11-19T02:30:04Z" },
          { state: "failed", endTime: null },
        ],
      },
      READ,
      [],
    ],
    ["evaluated as nothing tells", { ...MEASURE, latestEvaluation: null }, { ...READ, samples: [] }, []],
    [
      "in a new state",
      { ...MEASURE, latestEvaluation: { state: "Paused" } },
      { ...READ, samples: [] },
      ["m.latestEvaluation.state"],
    ],
  ])("a measure is read when it is %s", (_name, seen, expected, noted) => {
    const { note, places } = aNote();
    expect(parseMeasure(seen, "m", note)?.measure).toEqual(expected);
    expect(places).toEqual(noted);
  });

  test.each<[string, unknown, object, string[]]>([
    ["a single value", DEFINITION, { ok: true }, []],
    ["a flag written as a text", { kind: "entity", isScalar: "True", dimensions: [{}] }, { ok: true }, []],
    ["dimensions", { kind: "entity", dimensions: [{}] }, { ok: false, reason: "has-dimensions" }, []],
    ["a value for each customer", { kind: "Attribute" }, { ok: false, reason: "profile-measure" }, []],
    ["a query of a single value", { type: "manual", isManualQueryScalar: true }, { ok: true }, []],
    ["a flag that is none", { ...DEFINITION, isProfile: "perhaps" }, { ok: true }, ["m.definition.isProfile"]],
    ["dimensions that are no list", { kind: "entity", dimensions: "none" }, { ok: true }, ["m.definition.dimensions"]],
    ["a new kind", { kind: "both" }, { ok: false, reason: "unknown-kind" }, ["m.definition.kind"]],
    ["no definition", null, { ok: false, reason: "unknown-kind" }, []],
    ["a definition that is none", "sum", { ok: false, reason: "unknown-kind" }, ["m.definition"]],
  ])("a measure with %s is judged", (_name, definition, eligibility, noted) => {
    const { note, places } = aNote();
    expect(parseMeasure({ ...MEASURE, definition }, "m", note)?.measure.eligibility).toEqual(eligibility);
    expect(places).toEqual(noted);
  });

  const END = "2026-11-20T02:30:04.0000000Z";

  test.each<[string, object, string | undefined]>([
    ["neither output nor history", { output: null }, END],
    ["an output without a value", { output: { values: {}, evaluationTime: null }, outputHistory: [] }, END],
    ["an output", {}, undefined],
    ["a history", { output: null, outputHistory: [PAST] }, undefined],
    ["an output that is no number", { output: { values: { Revenue: "x" } } }, undefined],
    ["a failed evaluation", { output: null, latestEvaluation: { state: "failed", endTime: END } }, undefined],
    ["an evaluation without an end", { output: null, latestEvaluation: { state: "completed" } }, undefined],
    ["a value for each customer", { output: null, definition: { kind: "attribute" } }, undefined],
  ])("whether a value was made and is not told, with %s", (_name, change, untoldSince) => {
    const { note } = aNote();
    expect(parseMeasure({ ...MEASURE, ...change }, "m", note)?.valueMissingSince).toBe(untoldSince);
  });
});

test.each<[string, unknown, unknown, string[]]>([
  ["one number", { value: [{ Revenue: 12.5 }] }, { Revenue: 12.5 }, []],
  ["a number written as a text", { value: [{ Revenue: "12.5" }] }, { Revenue: "12.5" }, []],
  ["other columns and annotations", { value: [{ "@odata.count": 1, Name: "All", Revenue: 1 }] }, { Revenue: 1 }, []],
  ["several numbers", { value: [{ Revenue: 1, Orders: 2 }] }, { Revenue: 1, Orders: 2 }, []],
  ["a bare list", [{ Revenue: 1 }], { Revenue: 1 }, []],
  ["no row", { value: [] }, {}, ["rows"]],
  ["several rows", { value: [{ Revenue: 1 }, { Revenue: 2 }] }, {}, ["rows"]],
  ["a row without a number", { value: [{ Revenue: null, Name: "x" }] }, {}, ["rows"]],
  ["a row that is none", { value: [7] }, {}, ["rows"]],
  ["no table", { message: "fine" }, undefined, []],
])("a table with %s", (_name, json, expected, noted) => {
  const { note, places } = aNote();
  expect(toMeasureValues(json, note)).toEqual(expected);
  expect(places).toEqual(noted);
});

test("a table that goes on elsewhere still has its first row", () => {
  const { note, places } = aNote();
  expect(toMeasureValues({ value: [{ Revenue: 1 }], "@odata.nextLink": "https://a/b" }, note)).toEqual({ Revenue: 1 });
  expect(places).toEqual([]);
});
