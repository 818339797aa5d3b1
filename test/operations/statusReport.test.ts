import { CodedError } from "../../shared/model/errors";
import { type GapEvent } from "../../shared/model/event";
import { type SourceAnswer, type SourceFailure } from "../../shared/model/sourceAnswer";
import { type RunProblem } from "../../shared/model/workflow";
import {
  type StatusDeps,
  type StatusParts,
  composeStatusReport,
  statusReport,
} from "../../shared/operations/statusReport";
import { anInstant } from "../builders/anInstant";
import { aMeasure, aSample, aSegment } from "../builders/samples";
import { INSTANCE_ID, aDataSource, aJob, aNode, aTask, at } from "../builders/workflow";
import { NOW, answered, statusDeps, statusParts } from "./aStatus";
import { statusReportProblems } from "./statusReportProblems";

const ERROR: RunProblem = { severity: "error", code: "Expired", message: "The credentials have expired." };
const WARNING: RunProblem = { severity: "warning", code: "Replaced" };

/** The report, once its published schema has taken it. */
function compose(parts: Partial<StatusParts>): ReturnType<typeof composeStatusReport> {
  const report = composeStatusReport(statusParts(parts));
  expect(statusReportProblems(report)).toEqual([]);
  return report;
}

const EMPTY = { total: 0, states: {} };

test("of an instance that has nothing and that nobody watches, the summary says so", () => {
  expect(compose({ detail: "summary" })).toEqual({
    detail: "summary",
    reportedAt: anInstant("2026-11-20T12:00:00Z"),
    instance: { instanceId: INSTANCE_ID },
    dataSources: EMPTY,
    unification: EMPTY,
    segments: EMPTY,
    measures: EMPTY,
    lastRuns: {},
    detection: { watched: false, gaps: [], suspended: { total: 0, reasons: {} } },
    deliveries: { pendingEvents: 0, dormant: { total: 0, causes: {} }, slow: 0 },
  });
});

test("in full, what it has none of is an empty list", () => {
  const { dataSources, unification, segments, measures, lastRuns } = compose({ detail: "full" });
  for (const section of [dataSources, unification, segments, measures])
    expect(section).toEqual({ ...EMPTY, items: [] });
  expect(lastRuns).toEqual({ jobs: [] });
});

test("states are counted, and a summary lists nothing", () => {
  const states = ["updated", "updatefailed", "updated", "", "__proto__"];
  const dataSources = states.map((refreshState, index) => aDataSource({ dataSourceId: `${index}`, refreshState }));
  const counts = compose({ dataSources, detail: "summary" }).dataSources;
  expect(counts.total).toBe(5);
  expect(Object.entries(counts.states)).toEqual([
    ["updated", 2],
    ["updatefailed", 1],
    ["unknown", 1],
    ["__proto__", 1],
  ]);
  expect(counts).not.toHaveProperty("items");
});

test("unification shows its steps, and when a merge last succeeded", () => {
  const nodes = [
    aNode({ operationType: "match", friendlyName: "Match", status: "failed", endedAt: at(2), problems: [ERROR] }),
    aNode({ operationType: "merge", friendlyName: "Accounts", status: "running", lastSucceededAt: at(-9) }),
    {
      operationType: "merge",
      identifier: "Merge",
      status: "skipped",
      lastSucceededAt: at(-5),
      jobIds: [],
      problems: [],
    },
    aNode({ operationType: "segmentation" }),
  ] as const;
  expect(compose({ nodes }).unification).toEqual({
    total: 3,
    states: { failed: 1, running: 1, skipped: 1 },
    lastSucceededAt: at(-5),
    items: [
      { step: "match", name: "Match", state: "failed", endedAt: at(2), problem: ERROR },
      { step: "merge", name: "Accounts", state: "running", lastSucceededAt: at(-9) },
      { step: "merge", name: "Merge", state: "skipped", lastSucceededAt: at(-5) },
    ],
  });
});

test("a segment shows its newest value and the problem of its own evaluation", () => {
  const segments = [
    aSegment({ samples: [aSample(3, 30), aSample(5, 50), aSample(4, 40)] }),
    aSegment({ name: "Old", friendlyName: "Old ones", state: "inactive" }),
  ];
  const nodes = [
    aNode({ operationType: "segmentation", identifier: "LOYAL", problems: [WARNING] }),
    aNode({ operationType: "measures", identifier: "Old", problems: [ERROR] }),
    { operationType: "segmentation", status: "failed", jobIds: [], problems: [ERROR] } as const,
  ];
  expect(compose({ segments, nodes }).segments).toEqual({
    total: 2,
    states: { active: 1, inactive: 1 },
    items: [
      {
        name: "Loyal",
        displayName: "Loyal customers",
        state: "active",
        evaluatedAt: at(5),
        value: 50,
        problem: WARNING,
      },
      { name: "Old", displayName: "Old ones", state: "inactive" },
    ],
  });
});

test("a measure is in the state of its latest evaluation", () => {
  const measures = [
    aMeasure({ samples: [aSample(5, -0.5)] }),
    aMeasure({ name: "ByCountry", eligibility: { ok: false, reason: "has-dimensions" } }),
    { name: "Spend", eligibility: { ok: true }, samples: [] } as const,
  ];
  const nodes = [
    aNode({ operationType: "entitymeasures", identifier: "Revenue" }),
    aNode({ operationType: "attributemeasures", identifier: "Spend", status: "timedout", problems: [ERROR] }),
  ];
  expect(compose({ measures, nodes }).measures).toEqual({
    total: 3,
    states: { successful: 1, unknown: 1, timedout: 1 },
    items: [
      { name: "Revenue", displayName: "Total revenue", state: "successful", evaluatedAt: at(5), value: -0.5 },
      { name: "ByCountry", displayName: "Total revenue", state: "unknown" },
      { name: "Spend", state: "timedout", problem: ERROR },
    ],
  });
});

test("texts of CI are cut and long lists end, but are counted whole", () => {
  const problem = { severity: "s".repeat(900), code: "c".repeat(900), message: "m".repeat(900) };
  const measures = Array.from({ length: 1_001 }, (_, index) => aMeasure({ name: `${index}`.padEnd(500, "x") }));
  const report = compose({
    instance: { instanceId: INSTANCE_ID, name: "n".repeat(999), provisioningState: "" },
    dataSources: [aDataSource({ name: "n".repeat(999), refreshState: "z".repeat(999) })],
    nodes: [aNode({ problems: [problem] })],
    measures,
  });
  expect(report.measures).toMatchObject({ total: 1_001, states: { unknown: 1_001 } });
  expect(report.measures.items).toHaveLength(1_000);
  expect(report.dataSources.items?.[0]?.problem?.message).toHaveLength(300);
  expect(report.instance.provisioningState).toBe("unknown");
});

test("detection shows when an instance is polled, how often it failed, its gaps and what is suspended", () => {
  const gap: GapEvent = { gapId: "evt_1", detectedAt: at(0), lastKnownAt: at(-15), oldestSeenAt: at(-5) };
  const stored = [
    { ...gap, sequence: 9 },
    { gapId: "evt_0", detectedAt: at(-60) },
  ];
  const watch = { instanceId: INSTANCE_ID, nextPollAt: at(2), lastPollAt: at(1), failures: 3, version: "7" };
  const suspended = { "instance-gone": 2, "has-dimensions": 1 };
  expect(compose({ watch, gaps: stored, suspended, detail: "summary" }).detection).toEqual({
    watched: true,
    lastPollAt: at(1),
    nextPollAt: at(2),
    failuresInARow: 3,
    gaps: [gap, { gapId: "evt_0", detectedAt: at(-60) }],
    suspended: { total: 3, reasons: suspended },
  });
});

test("a watch that was never polled says when it will be", () => {
  const watch = { instanceId: INSTANCE_ID, nextPollAt: at(2), failures: 0, version: "1" };
  expect(compose({ watch }).detection).toMatchObject({ watched: true, nextPollAt: at(2), failuresInARow: 0 });
  expect(compose({ watch }).detection).not.toHaveProperty("lastPollAt");
});

test.each([
  { what: "of which none can tell its age", oldest: undefined, expected: {} },
  { what: "the oldest two hours old", oldest: "2026-11-20T10:00:00Z", expected: { oldestAgeSeconds: 7_200 } },
  { what: "by a clock that is ahead", oldest: "2026-11-20T12:00:05Z", expected: { oldestAgeSeconds: 0 } },
])("deliveries: three events pending, $what", ({ oldest, expected }) => {
  const pending = { count: 3, ...(oldest === undefined ? {} : { oldestDetectedAt: anInstant(oldest) }) };
  expect(compose({ pending, now: NOW }).deliveries).toMatchObject({ pendingEvents: 3, ...expected });
});

test("every section at once is as the schema says", () => {
  const jobs = [aJob({ operationType: "all", submittedAt: at(0), tasks: [aTask({ operationType: "merge" })] })];
  expect(compose({ jobs }).lastRuns).toMatchObject({ fullRefresh: {}, unification: {}, jobs: [{}] });
});

test("subscriptions without a flow to call are told by cause, and those with a slow one counted", () => {
  const { deliveries } = compose({ unhealthy: { dormant: { "flow-off": 2, gone: 1 }, slow: 4 } });
  expect(deliveries).toMatchObject({ dormant: { total: 3, causes: { "flow-off": 2, gone: 1 } }, slow: 4 });
});

const ASKED = { instanceId: INSTANCE_ID, detail: "full" } as const;

function failing(kind: SourceFailure["kind"], retryAfterSeconds?: number): () => Promise<SourceAnswer<never>> {
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return () => Promise.resolve({ ok: false, failure: { kind, message: kind, ...wait } });
}

test("it reports what CI lists and what we keep, each asked once for the instance", async () => {
  const asked: unknown[] = [];
  const note =
    <T>(value: T) =>
    (...given: readonly unknown[]): T => {
      asked.push(given);
      return value;
    };
  const deps = statusDeps({
    getInstance: note(answered({ instanceId: INSTANCE_ID, name: "Contoso", provisioningState: "active" })),
    listDataSources: note(answered([aDataSource()])),
    listNodes: note(answered([aNode({ operationType: "merge" })])),
    listSegments: note(answered([aSegment(), aSegment()])),
    listMeasures: note(answered([aMeasure(), aMeasure(), aMeasure()])),
    listJobs: note(answered([aJob()])),
    loadWatch: note(Promise.resolve({ instanceId: INSTANCE_ID, nextPollAt: anInstant(), failures: 1, version: "1" })),
    listGaps: note(Promise.resolve([{ gapId: "evt_1", detectedAt: anInstant() }])),
    countSuspended: note(Promise.resolve({ "instance-gone": 4 })),
    countPending: note(Promise.resolve({ count: 5 })),
    countUnhealthy: note(Promise.resolve({ dormant: { gone: 6 }, slow: 7 })),
  });
  const result = await statusReport(ASKED, deps);
  expect(result).toMatchObject({
    outcome: "reported",
    report: {
      instance: { instanceId: INSTANCE_ID, name: "Contoso", provisioningState: "active" },
      dataSources: { total: 1 },
      unification: { total: 1 },
      segments: { total: 2 },
      measures: { total: 3 },
      lastRuns: { jobs: [{ jobId: "job-1" }] },
      detection: { watched: true, failuresInARow: 1, gaps: [{ gapId: "evt_1" }], suspended: { total: 4 } },
      deliveries: { pendingEvents: 5, dormant: { total: 6 }, slow: 7 },
    },
  });
  expect(result.outcome === "reported" && statusReportProblems(result.report)).toEqual([]);
  const alone = [INSTANCE_ID];
  expect(asked).toEqual([
    alone,
    alone,
    alone,
    [INSTANCE_ID, { historyDays: 1 }],
    alone,
    [INSTANCE_ID, { top: 50 }],
    alone,
    [INSTANCE_ID, 20],
    alone,
    alone,
    alone,
  ]);
});

function nobody(): never {
  throw new Error("asked");
}

test.each<SourceFailure["kind"]>(["not-found", "forbidden"])(
  "an instance that is %s is unknown, and nothing else is asked",
  async (kind) => {
    const deps = statusDeps({ getInstance: failing(kind), listJobs: nobody, loadWatch: nobody, listGaps: nobody });
    expect(await statusReport(ASKED, deps)).toEqual({ outcome: "unknown-instance" });
  },
);

const READS = ["getInstance", "listDataSources", "listNodes", "listSegments", "listMeasures", "listJobs"] as const;

test.each(READS)("when %s fails nothing is reported", async (read) => {
  const deps = { ...statusDeps(), [read]: failing("throttled", 7) } as StatusDeps;
  const failure = { kind: "throttled", message: "throttled", retryAfterSeconds: 7 };
  expect(await statusReport(ASKED, deps)).toEqual({ outcome: "source-failed", failure });
});

test("a list that a known instance does not show is a failure of the source", async () => {
  const deps = statusDeps({ listMeasures: failing("forbidden") });
  expect(await statusReport(ASKED, deps)).toMatchObject({ outcome: "source-failed", failure: { kind: "forbidden" } });
});

test("of several failures the one that asks for the longest wait counts", async () => {
  const deps = statusDeps({
    listNodes: failing("timed-out"),
    listSegments: failing("throttled", 60),
    listJobs: failing("throttled", 5),
  });
  expect(await statusReport(ASKED, deps)).toMatchObject({ failure: { retryAfterSeconds: 60 } });
});

test("storage that does not answer is thrown on", async () => {
  const down = new CodedError("storage-unavailable", "table Watches");
  const deps = statusDeps({ loadWatch: () => Promise.reject(down), listJobs: failing("timed-out") });
  await expect(statusReport(ASKED, deps)).rejects.toBe(down);
});
