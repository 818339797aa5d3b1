import { type ObservationNotes } from "../../../shared/detection/observe/observed";
import { lookUpJobs, readJobs } from "../../../shared/detection/observe/jobList";
import { type JobsState, type KnownJob } from "../../../shared/model/subject";
import { INSTANCE_ID, aJob, at } from "../../builders/workflow";
import { aSource, answer, failing } from "./aSource";

const jobs = Array.from({ length: 1_000 }, (_, index) =>
  aJob({ jobId: `job-${index}`, submittedAt: at(1_000 - index) }),
);

function known(...numbers: readonly number[]): JobsState {
  return { kind: "jobs", jobs: numbers.map((number) => ({ jobId: `job-${number}`, open: false, unified: true })) };
}

/** The tops asked for, where the source has `most` jobs to show. */
async function tops(state: JobsState | undefined, most = 1_000): Promise<readonly string[]> {
  const { source, reads } = aSource({
    listJobs: (_, { top }) => Promise.resolve(answer(jobs.slice(0, Math.min(top, most)))),
  });
  await readJobs(INSTANCE_ID, state, source);
  return reads;
}

test.each<[string, JobsState | undefined, number | undefined, readonly string[]]>([
  ["the first time 50 are enough", undefined, undefined, ["jobs 50"]],
  ["known ones in the first 50", known(49), undefined, ["jobs 50"]],
  ["known ones in the first 100", known(50), undefined, ["jobs 50", "jobs 100"]],
  ["known ones in the first 400", known(399), undefined, ["jobs 50", "jobs 100", "jobs 200", "jobs 400"]],
  ["no known ones in 400", known(400), undefined, ["jobs 50", "jobs 100", "jobs 200", "jobs 400"]],
  ["the list stops growing", known(999), 70, ["jobs 50", "jobs 100", "jobs 200"]],
  ["an empty list", known(0), 0, ["jobs 50"]],
  ["none known, and all listed", known(), 7, ["jobs 50"]],
  ["none known, and more than listed", known(), 60, ["jobs 50", "jobs 100"]],
  ["ten open ones are left to be looked up", open(60), undefined, ["jobs 50"]],
  ["more open ones left out than can be looked up", open(61), undefined, ["jobs 50", "jobs 100"]],
  ["one from before the horizon", { ...known(999), horizon: at(975) }, undefined, ["jobs 50"]],
])("A11: %s", async (_, state, most, expected) => {
  expect(await tops(state, most)).toEqual(expected);
});

test("a longer list that fails fails the read", async () => {
  const { source } = aSource({
    listJobs: (_, { top }) => (top > 50 ? failing("throttled")() : Promise.resolve(answer(jobs.slice(0, 50)))),
  });
  expect(await readJobs(INSTANCE_ID, known(999), source)).toMatchObject({ ok: false, failure: { kind: "throttled" } });
});

function open(count: number): JobsState {
  const all = Array.from({ length: count }, (_, index): KnownJob => {
    return { jobId: `job-${index}`, open: true, unified: false };
  });
  return { kind: "jobs", jobs: all };
}

test("open jobs that are not listed are looked up: found, gone, or left open", async () => {
  const { source, reads } = aSource({
    getJob: (_, jobId) =>
      jobId === "job-1"
        ? Promise.resolve(answer(aJob({ jobId })))
        : failing(jobId === "job-2" ? "not-found" : "unavailable")(),
  });
  const notes: ObservationNotes = { unusable: [], skipped: [] };
  const listed = [aJob({ jobId: "job-0" })];
  const seen = await lookUpJobs({ instanceId: INSTANCE_ID, known: open(4), listed, now: new Date(0) }, source, notes);
  expect(reads).toEqual(["job job-1", "job job-2", "job job-3"]);
  expect(seen).toMatchObject({ listed, lookedUp: [{ jobId: "job-1" }], gone: ["job-2"] });
  expect(notes.skipped).toMatchObject([{ read: "job job-3", failure: { kind: "unavailable" } }]);
});

test("10 are looked up in a poll, and within minutes each has its turn", async () => {
  const { source, reads } = aSource({ getJob: failing() });
  const input = { instanceId: INSTANCE_ID, known: open(25), listed: [] };
  for (let minute = 0; minute < 5; minute += 1) {
    const before = reads.length;
    await lookUpJobs({ ...input, now: new Date(minute * 60_000) }, source, { unusable: [], skipped: [] });
    expect(reads.length - before).toBe(10);
  }
  expect(new Set(reads).size).toBe(25);
});
