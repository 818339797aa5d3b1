import { readFileSync } from "node:fs";
import { CodedError } from "../../shared/model/errors";
import { type GapEvent } from "../../shared/model/event";
import { type SourceAnswer, type SourceFailure } from "../../shared/model/sourceAnswer";
import { type RunProblem } from "../../shared/model/workflow";
import { type StatusReport } from "../../shared/operations/report";
import { type StatusDeps, composeStatusReport, statusReport } from "../../shared/operations/statusReport";
import { anInstant } from "../builders/anInstant";
import { aMeasure, aSample, aSegment } from "../builders/samples";
import { INSTANCE_ID, aDataSource, aJob, aNode, aTask, at } from "../builders/workflow";
import { NOW, type StatusOf, answered, statusDeps, statusParts } from "./aStatus";
import { statusReportProblems } from "./statusReportProblems";

const ERROR: RunProblem = { severity: "error", code: "Expired", message: "The credentials have expired." };
const WARNING: RunProblem = { severity: "warning", code: "Replaced" };

/** The report, once its published schema has taken it. */
function compose(parts: StatusOf): Required<StatusReport> {
  const report = composeStatusReport(statusParts(parts));
  expect(statusReportProblems(report)).toEqual([]);
  expect(report.source).toEqual({ reachable: true });
  return report as Required<StatusReport>;
}

const EMPTY = { total: 0, states: {} };

test("of an instance that has nothing and that nobody watches, the summary says so", () => {
  expect(compose({ detail: "summary" })).toEqual({
    detail: "summary",
    reportedAt: anInstant("2026-11-20T12:00:00Z"),
    instance: { instanceId: INSTANCE_ID },
    source: { reachable: true },
    dataSources: EMPTY,
    unification: EMPTY,
    segments: EMPTY,
    measures: EMPTY,
    lastRuns: {},
    detection: { watched: false, gaps: [], suspended: { total: 0, reasons: {} } },
    deliveries: { pendingEvents: 0, dormant: { total: 0, causes: {} }, slow: 0, deadLetters: 0 },
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
    countDeadLetters: note(Promise.resolve(8)),
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
      deliveries: { pendingEvents: 5, dormant: { total: 6 }, slow: 7, deadLetters: 8 },
    },
  });
  expect(result.outcome === "reported" && statusReportProblems(result.report)).toEqual([]);
  const alone = [INSTANCE_ID];
  expect(asked).toEqual([
    alone, // the instance
    alone, // its watch
    alone,
    alone,
    [INSTANCE_ID, { historyDays: 1 }],
    alone,
    [INSTANCE_ID, { top: 50 }],
    [INSTANCE_ID, 20],
    alone,
    alone,
    alone,
    [{ instanceId: INSTANCE_ID }],
  ]);
});

function nobody(): never {
  throw new Error("asked");
}

test.each<SourceFailure["kind"]>(["not-found", "forbidden"])(
  "an instance that is %s and not watched is unknown, and nothing else is asked",
  async (kind) => {
    const deps = statusDeps({ getInstance: failing(kind), listJobs: nobody, listGaps: nobody, countPending: nobody });
    expect(await statusReport(ASKED, deps)).toEqual({ outcome: "unknown-instance" });
  },
);

const READS = ["getInstance", "listDataSources", "listNodes", "listSegments", "listMeasures", "listJobs"] as const;

const SINCE = anInstant("2026-11-20T11:20:00Z");

/** What this service knows of an instance whose looks have failed for forty minutes. */
const OURS = {
  loadWatch: () =>
    Promise.resolve({
      instanceId: INSTANCE_ID,
      nextPollAt: anInstant("2026-11-20T12:01:00Z"),
      lastPollAt: anInstant("2026-11-20T11:56:00Z"),
      failures: 9,
      failingSince: SINCE,
      version: "1",
    }),
  countPending: () => Promise.resolve({ count: 5 }),
  countSuspended: () => Promise.resolve({ "instance-gone": 4 }),
  countUnhealthy: () => Promise.resolve({ dormant: { gone: 6 }, slow: 7 }),
  countDeadLetters: () => Promise.resolve(8),
} as const;

async function reported(changes: Partial<StatusDeps>): Promise<StatusReport> {
  const result = await statusReport(ASKED, statusDeps({ ...OURS, ...changes }));
  if (result.outcome !== "reported") throw new Error(result.outcome);
  expect(statusReportProblems(result.report)).toEqual([]);
  return result.report;
}

test.each(READS)("when %s fails, our half is reported, with the reason and since when it fails", async (read) => {
  const report = await reported({ [read]: failing("throttled", 7) });
  expect(report).toMatchObject({
    source: { reachable: false, reason: "throttled", since: SINCE, retryAfterSeconds: 7 },
    detection: { watched: true, lastPollAt: anInstant("2026-11-20T11:56:00Z"), failuresInARow: 9 },
    deliveries: { pendingEvents: 5, dormant: { total: 6 }, slow: 7, deadLetters: 8 },
  });
  for (const section of ["dataSources", "unification", "segments", "measures", "lastRuns"])
    expect(report).not.toHaveProperty(section);
});

test("when CI answers no read of its lists, what it said of the instance is kept", async () => {
  const getInstance = () => answered({ instanceId: INSTANCE_ID, name: "Contoso" });
  const { instance } = await reported({ getInstance, listJobs: failing("timed-out") });
  expect(instance).toEqual({ instanceId: INSTANCE_ID, name: "Contoso" });
});

/** Every kind of failure, which the compiler keeps complete. */
const KINDS: Readonly<Record<SourceFailure["kind"], true>> = {
  unreachable: true,
  "timed-out": true,
  throttled: true,
  unavailable: true,
  unauthorized: true,
  forbidden: true,
  "not-found": true,
  rejected: true,
  "not-offered": true,
  malformed: true,
};

test.each(Object.keys(KINDS) as SourceFailure["kind"][])(
  "an instance that is watched is reported when CI fails as %s, and the guide says what to do",
  async (kind) => {
    expect((await reported({ getInstance: failing(kind) })).source).toMatchObject({ reachable: false, reason: kind });
    const guide = readFileSync("docs/guides/operate.md", "utf8");
    const [, about = ""] = guide.split("### CI cannot be read");
    expect(about.split("\n### ")[0]).toContain(`\`${kind}\``);
  },
);

test("where no look has failed, CI does not answer since now", async () => {
  const loadWatch = () => Promise.resolve(undefined);
  expect((await reported({ loadWatch, listNodes: failing("timed-out") })).source).toEqual({
    reachable: false,
    reason: "timed-out",
    since: anInstant(NOW.toISOString()),
  });
});

test("a list that a known instance does not show is a failure of the source", async () => {
  expect(await reported({ listMeasures: failing("forbidden") })).toMatchObject({ source: { reason: "forbidden" } });
});

test("of several failures the one that asks for the longest wait counts", async () => {
  const report = await reported({
    listNodes: failing("timed-out"),
    listSegments: failing("throttled", 60),
    listJobs: failing("throttled", 5),
  });
  expect(report.source).toMatchObject({ reason: "throttled", retryAfterSeconds: 60 });
});

test("storage that does not answer is thrown on", async () => {
  const down = new CodedError("storage-unavailable", "table Watches");
  const deps = statusDeps({ loadWatch: () => Promise.reject(down), listJobs: failing("timed-out") });
  await expect(statusReport(ASKED, deps)).rejects.toBe(down);
});
