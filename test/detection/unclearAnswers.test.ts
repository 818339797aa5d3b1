import { type PollDeps, pollInstance } from "../../shared/detection/pollInstance";
import { type Interest } from "../../shared/detection/observe/interest";
import { type PollSource } from "../../shared/detection/observe/observed";
import { type Measure } from "../../shared/model/measure";
import { type SourceAnswer } from "../../shared/model/sourceAnswer";
import { type StoredSubject, type SubjectChange } from "../../shared/model/subject";
import { anInterest } from "../builders/observed";
import { aMeasure, aSample, aSegment } from "../builders/samples";
import { INSTANCE_ID, aDataSource, aJob, aNode, at } from "../builders/workflow";
import { aPoll, answering, stored, watch } from "./aPoll";

/** One look: minutes past ten, and what the source answers differently from then on. */
type Look = readonly [minute: number, answers: Partial<PollSource>];

function inPart<T>(value: T): () => Promise<SourceAnswer<T>> {
  return () => Promise.resolve({ ok: true, value, unusable: [], partial: true });
}

function failing(): Promise<SourceAnswer<never>> {
  return Promise.resolve({ ok: false, failure: { kind: "unavailable", status: 500, message: "no" } });
}

/** Looks again and again, keeping subjects as storage would; the events of each look, its suspensions, and its reads. */
async function lookAtEach(interest: Interest, looks: readonly Look[]) {
  const subjects = new Map<string, StoredSubject>();
  const found: string[][] = [];
  let source: PollSource = {
    ...aPoll().deps.source,
    listJobs: answering([aJob({ jobId: "job-1", status: "successful", endedAt: at(0) })]),
    listNodes: answering([aNode({ endedAt: at(0) })]),
  };
  for (const [minute, answers] of looks) {
    source = { ...source, ...answers };
    const said: string[] = [];
    const commitChange: PollDeps["commitChange"] = (_, change: SubjectChange) => {
      subjects.set(change.subjectId, { ...change, version: "1" });
      for (const { trigger, crossing, occurredAt } of change.events)
        said.push(crossing ? `${crossing.previous}→${crossing.current}` : `${trigger} ${occurredAt.slice(14, 16)}`);
      return Promise.resolve({ outcome: "committed", events: stored(change) });
    };
    const { deps } = aPoll({
      source: reading(source, said),
      loadWatch: () => Promise.resolve(watch),
      loadInterest: () => Promise.resolve(interest),
      loadSubjects: () => Promise.resolve([...subjects.values()]),
      commitChange,
      suspendSubscriptions: (_, { reason }) => Promise.resolve(void said.push(`suspend ${reason}`)),
      now: () => new Date(Date.UTC(2026, 10, 20, 10, minute)),
    });
    await pollInstance({ instanceId: INSTANCE_ID }, deps);
    found.push(said);
  }
  return found;
}

/** The source, which notes the reads that marks can spare. */
function reading(source: PollSource, said: string[]): PollSource {
  return {
    ...source,
    listDataSources: (...of) => (said.push("read sources"), source.listDataSources(...of)),
    listSegments: (...of) => (said.push("read segments"), source.listSegments(...of)),
    getMeasure: (...of) => (said.push("read measure"), source.getMeasure(...of)),
  };
}

const measures = anInterest({ measures: ["Revenue"] });
const segments = anInterest({ segments: ["Loyal"] });
const refreshes = anInterest({ triggers: ["data-source-refresh-failed", "data-source-refresh-succeeded"] });

function measureOf(value: number, minute: number, parts: Partial<Measure> = {}): Partial<PollSource> {
  return {
    getMeasure: answering(aMeasure({ samples: [aSample(minute, value)], ...parts })),
    ...ended("measures", minute),
  };
}

function segmentOf(value: number, minute: number): Partial<PollSource> {
  return {
    listSegments: answering([aSegment({ samples: [aSample(minute, value)] })]),
    ...ended("segmentation", minute),
  };
}

function ended(operationType: string, minute: number): Partial<PollSource> {
  return { listNodes: answering([aNode({ operationType, endedAt: at(minute) })]) };
}

const absent: Partial<PollSource> = {
  getMeasure: () => Promise.resolve({ ok: false, failure: { kind: "not-found", status: 404, message: "no" } }),
};
const withoutDefinition = (minute: number) =>
  measureOf(0, minute, { samples: [], missing: "definition", eligibility: { ok: false, reason: "unknown-kind" } });

describe("one measure of which an answer says too little", () => {
  test.each<[string, Partial<PollSource>]>([
    ["has no definition", withoutDefinition(5)],
    ["has no state or output", measureOf(0, 5, { samples: [], missing: "value" })],
    ["is an error", { getMeasure: failing, ...ended("measures", 5) }],
    ["is not there once", { ...absent, ...ended("measures", 5) }],
  ])("that %s is asked again at the next look, and its crossing is told then", async (_, unclear) => {
    const looks = await lookAtEach(measures, [
      [1, measureOf(50, 0)],
      [6, unclear],
      [7, { getMeasure: measureOf(120, 5)["getMeasure"] as PollSource["getMeasure"] }],
    ]);
    expect(looks.slice(0, 2)).toEqual([["read measure"], ["read measure"]]);
    expect(looks[2]).toEqual(["read measure", "50→120"]);
  });

  test("stays unknown however often it is, and nothing is suspended", async () => {
    const looks = await lookAtEach(measures, [
      [1, measureOf(50, 0)],
      [6, withoutDefinition(5)],
      [7, {}],
      [8, { getMeasure: failing }],
      [9, withoutDefinition(8)],
      [10, measureOf(10, 8)],
    ]);
    expect(looks.flat().filter((each) => each !== "read measure")).toEqual(["50→10"]);
    expect(looks.every(([first]) => first === "read measure")).toBe(true);
  });

  test("has its baseline at the first answer that says enough", async () => {
    const looks = await lookAtEach(measures, [
      [1, withoutDefinition(0)],
      [2, measureOf(50, 0)],
      [6, measureOf(70, 5)],
    ]);
    expect(looks).toEqual([["read measure"], ["read measure"], ["read measure", "50→70"]]);
  });
});

describe("a list of segments that was read in part", () => {
  test.each<[string, PollSource["listSegments"]]>([
    ["null or no body", inPart([])],
    ["other segments", inPart([aSegment({ name: "Other" })])],
    ["the segment without its evaluation", answering([aSegment({ samples: [], unevaluated: true })])],
  ])("with %s makes nothing absent, and is asked again at the next look", async (_, listSegments) => {
    const looks = await lookAtEach(segments, [
      [1, segmentOf(50, 0)],
      [6, { listSegments, ...ended("segmentation", 5) }],
      [7, {}],
      [8, {}],
      [9, segmentOf(120, 5)],
      [10, {}],
    ]);
    expect(looks.slice(0, 4).every(([only, ...others]) => only === "read segments" && others.length === 0)).toBe(true);
    expect(looks.slice(4)).toEqual([["read segments", "50→120"], []]);
  });

  test("gives the values that it holds", async () => {
    const looks = await lookAtEach(segments, [
      [1, segmentOf(50, 0)],
      [6, { listSegments: inPart([aSegment({ samples: [aSample(5, 60)] })]), ...ended("segmentation", 5) }],
    ]);
    expect(looks[1]).toEqual(["read segments", "50→60"]);
  });
});

describe("a list of data sources, jobs or nodes that was read in part", () => {
  const failed = answering([aNode({ status: "timedout", endedAt: at(5), jobIds: ["job-2"] })]);

  test("without a data source makes none absent", async () => {
    const looks = await lookAtEach(refreshes, [
      [1, {}],
      [6, { listDataSources: inPart([]), listNodes: failed }],
      [7, {}],
      [8, {}],
      [9, { listDataSources: answering([aDataSource()]) }],
      [10, {}],
    ]);
    const unread = ["read sources"];
    expect(looks).toEqual([unread, unread, unread, unread, [...unread, "data-source-refresh-failed 05"], []]);
  });

  test.each(["listJobs", "listNodes"] as const)(
    "with nothing in %s fails the look, and the next one tells all",
    async (list) => {
      const looks = await lookAtEach(refreshes, [
        [1, {}],
        [6, { listNodes: failed, [list]: inPart([]) }],
        [7, { listNodes: failed, listJobs: answering([]) }],
      ]);
      expect(looks[1]).toEqual([]);
      expect(looks[2]).toEqual(["read sources", "data-source-refresh-failed 05"]);
    },
  );

  test("with other nodes makes no data source one that is refreshed elsewhere", async () => {
    const other = aNode({ identifier: "other", endedAt: at(0) });
    const looks = await lookAtEach(refreshes, [
      [1, { listNodes: inPart([other]) }],
      [2, { listNodes: answering([other, aNode({ endedAt: at(0) })]) }],
      [6, { listNodes: failed }],
    ]);
    expect(looks.map((each) => each.filter((word) => word !== "read sources"))).toEqual([
      [],
      [],
      ["data-source-refresh-failed 05"],
    ]);
  });

  test("with some of the jobs is no baseline of jobs", async () => {
    const old = aJob({ jobId: "job-1", operationType: "all", status: "successful", endedAt: at(0) });
    const looks = await lookAtEach(anInterest({ triggers: ["full-refresh-completed"] }), [
      [1, { listJobs: inPart([aJob({ jobId: "job-0", operationType: "all", status: "successful", endedAt: at(0) })]) }],
      [2, { listJobs: answering([old]) }],
      [6, { listJobs: answering([old, { ...old, jobId: "job-2", submittedAt: at(3), endedAt: at(5) }]) }],
    ]);
    expect(looks).toEqual([[], [], ["full-refresh-completed 05"]]);
  });
});
