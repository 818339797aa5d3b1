import { CodedError } from "../../shared/model/errors";
import { type SourceAnswer, type SourceFailure } from "../../shared/model/sourceAnswer";
import { type StatusDeps, statusReport } from "../../shared/operations/statusReport";
import { anInstant } from "../builders/anInstant";
import { aMeasure, aSegment } from "../builders/samples";
import { INSTANCE_ID, aDataSource, aJob, aNode } from "../builders/workflow";
import { answered, statusDeps } from "./aStatus";
import { statusReportProblems } from "./statusReportProblems";

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
    countUnwell: note(Promise.resolve({ dormant: { gone: 6 }, slow: 7 })),
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
