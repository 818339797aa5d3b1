import { type Observation, observe } from "../../../shared/detection/observe/observation";
import { type SourceFailure } from "../../../shared/model/sourceAnswer";
import { type StoredSubject } from "../../../shared/model/subject";
import { anInterest } from "../../builders/observed";
import { aMeasure, aSegment } from "../../builders/samples";
import { INSTANCE_ID, aJob, at } from "../../builders/workflow";
import { aSource, answer, answering, failing } from "./aSource";

const now = new Date(Date.UTC(2026, 10, 20, 10, 1));
const interest = anInterest({ segments: ["Loyal"], measures: ["Revenue", "Margin"] });
const active: StoredSubject = { subjectId: "readings", version: "1", state: { kind: "readings", activeAt: at(0) } };

async function look(parts: Parameters<typeof aSource>[0], subjects: readonly StoredSubject[] = [active]) {
  const { source, reads } = aSource(parts);
  const input = { instanceId: INSTANCE_ID, interest, subjects, safetySeconds: 900, now };
  return { seen: await observe(input, source), reads };
}

function observedOf(seen: Observation) {
  if (seen.kind !== "seen") throw new Error(`not seen: ${seen.kind}`);
  return seen.observed;
}

const there = {
  listSegments: answering([aSegment()]),
  getMeasure: (_: string, name: string) => Promise.resolve(answer(aMeasure({ name }))),
};

test("jobs first, then open ones by id, then nodes, then lists: a failed node is never judged by younger jobs", async () => {
  const jobs: StoredSubject = {
    subjectId: "jobs",
    version: "1",
    state: { kind: "jobs", jobs: [{ jobId: "job-0", open: true, unified: false }] },
  };
  const { source, reads } = aSource({ ...there, listJobs: answering([]) });
  const all = anInterest({ triggers: ["full-refresh-completed", "data-source-refresh-failed"], segments: ["Loyal"] });
  await observe({ instanceId: INSTANCE_ID, interest: all, subjects: [active, jobs], safetySeconds: 900, now }, source);
  expect(reads).toEqual(["jobs 50", "job job-0", "nodes", "data sources", "segments"]);
});

test("the instance is asked for when its state is not known from lately", async () => {
  const { reads, seen } = await look(there, []);
  expect(reads[0]).toBe("instance");
  expect(observedOf(seen).seenActive).toBe(true);
});

test("an instance that is not active is paused, and nothing else is read", async () => {
  const getInstance = answering({ instanceId: INSTANCE_ID, provisioningState: "updating" });
  const { reads, seen } = await look({ ...there, getInstance }, []);
  expect(seen).toEqual({ kind: "paused", provisioningState: "updating" });
  expect(reads).toEqual(["instance"]);
});

test("an instance that does not say its state is active", async () => {
  const { seen } = await look({ ...there, getInstance: answering({ instanceId: INSTANCE_ID }) }, []);
  expect(observedOf(seen).absenceCounts).toBe(true);
});

test("an instance that cannot be asked stops no poll", async () => {
  const { seen } = await look({ ...there, getInstance: failing("timed-out") }, []);
  expect(seen).toMatchObject({ kind: "seen", skipped: [{ read: "instance" }], observed: { seenActive: false } });
});

test.each<[string, Parameters<typeof aSource>[0], boolean]>([
  ["nothing is absent: not asked", there, false],
  ["a segment is absent, the instance active", { ...there, listSegments: answering([]) }, true],
  [
    "a segment is absent, the instance resetting",
    {
      ...there,
      listSegments: answering([]),
      getInstance: answering({ instanceId: INSTANCE_ID, provisioningState: "resetinstanceinprogress" }),
    },
    false,
  ],
  ["a measure is absent, the instance active", { ...there, getMeasure: failing("not-found") }, true],
  [
    "a measure is absent, the instance cannot be asked",
    { ...there, getMeasure: failing("not-found"), getInstance: failing() },
    false,
  ],
])("absence counts only in an active instance: %s", async (_, parts, expected) => {
  const { seen } = await look(parts);
  expect(observedOf(seen).absenceCounts).toBe(expected);
});

test("a failing list of segments passes over segments alone", async () => {
  const { seen } = await look({ ...there, listSegments: failing("malformed") });
  expect(observedOf(seen).segments).toBeUndefined();
  expect(observedOf(seen).measures.size).toBe(2);
  expect(seen).toMatchObject({ skipped: [{ read: "segments", failure: { kind: "malformed" } }] });
});

test("one broken measure never stops another", async () => {
  const { seen } = await look({
    ...there,
    getMeasure: (_, name) => (name === "Revenue" ? failing()() : there.getMeasure(_, name)),
  });
  expect([...observedOf(seen).measures.keys()]).toEqual(["Margin"]);
  expect(seen).toMatchObject({ skipped: [{ read: "measure Revenue" }] });
});

test.each<[string, SourceFailure["kind"], Parameters<typeof aSource>[0], object]>([
  ["gone: it is invisible", "not-found", { getInstance: failing("not-found") }, { kind: "failed", invisible: true }],
  ["A18: hidden is the same", "forbidden", { getInstance: failing("forbidden") }, { kind: "failed", invisible: true }],
  ["not found, but the instance is there", "not-found", {}, { kind: "failed", invisible: false }],
  [
    "not found, and it cannot be asked",
    "not-found",
    { getInstance: failing("unavailable") },
    { kind: "failed", invisible: false },
  ],
  [
    "unavailable for the instance is paused",
    "unavailable",
    { getInstance: answering({ instanceId: INSTANCE_ID, provisioningState: "updating" }) },
    { kind: "paused", provisioningState: "updating" },
  ],
  [
    "throttled: no more reads",
    "throttled",
    { getInstance: failing("not-found") },
    { kind: "failed", invisible: false },
  ],
])("jobs cannot be read: %s", async (_, kind, parts, expected) => {
  const { seen } = await look({ listJobs: failing(kind), ...parts });
  expect(seen).toMatchObject(expected);
});

test("jobs that are listed are all there is of them when nobody wants full refreshes", async () => {
  const { seen, reads } = await look({ ...there, listJobs: answering([aJob()]) });
  expect(observedOf(seen).jobs).toMatchObject({ listed: [{ jobId: "job-1" }], lookedUp: [], gone: [] });
  expect(reads.filter((read) => read.startsWith("job"))).toEqual(["jobs 50"]);
});
