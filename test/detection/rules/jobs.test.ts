import { type WorkflowJob } from "../../../shared/model/workflow";
import { aJob, at } from "../../builders/workflow";
import { type Look, found, watchJobs } from "./watchJobs";

function refresh(number: number, parts: Partial<WorkflowJob> = {}): WorkflowJob {
  const jobId = `job-${String(number).padStart(4, "0")}`;
  return aJob({ jobId, operationType: "all", submissionKind: "scheduled", submittedAt: at(number), ...parts });
}

function refreshes(from: number, to: number, parts: Partial<WorkflowJob> = {}): WorkflowJob[] {
  return Array.from({ length: to - from + 1 }, (_, index) => refresh(from + index, parts));
}

test("more than 30 events: the oldest first, the rest at the next look, in order, each once", () => {
  const looks: Look[] = [
    { jobs: [refresh(0)] },
    { jobs: refreshes(0, 40) },
    { jobs: refreshes(0, 40) },
    { jobs: refreshes(0, 40) },
  ];
  const findings = watchJobs(looks);
  expect(findings.map(({ events }) => events.length)).toEqual([0, 30, 10, 0]);
  expect(findings.map(({ busy }) => busy)).toEqual([undefined, true, false, false]);
  expect(findings.flatMap(({ events }) => events.map(({ fields }) => fields["jobId"]))).toEqual(
    refreshes(1, 40).map(({ jobId }) => jobId),
  );
});

test("deferred jobs stay open, so that they are looked up when they leave the list", () => {
  const state = watchJobs([{ jobs: [refresh(0)] }, { jobs: refreshes(0, 40) }]).at(-1)?.state;
  expect(state?.jobs.filter(({ open }) => open).map(({ jobId }) => jobId)).toEqual(
    refreshes(31, 40).map(({ jobId }) => jobId),
  );
});

test("forgotten jobs are old news when a longer list shows them again", () => {
  const looks: Look[] = [{ jobs: refreshes(0, 49) }];
  for (let newest = 50; newest <= 350; newest += 25) looks.push({ jobs: refreshes(newest - 24, newest) });
  const state = watchJobs(looks).at(-1)?.state;
  expect(state?.jobs).toHaveLength(200);
  expect(found([...looks, { jobs: refreshes(0, 350) }])).toEqual([]);
});

test("open jobs are remembered however old they are, and fire when they end", () => {
  const looks: Look[] = [{ jobs: [refresh(0, { status: "running" })] }];
  for (let newest = 25; newest <= 350; newest += 25) looks.push({ jobs: refreshes(newest - 24, newest) });
  expect(found([...looks, { lookedUp: [refresh(0)], jobs: refreshes(326, 350) }])).toEqual([
    "refreshed job-0000 completed",
  ]);
});

test("listed jobs are remembered even without a time of submission", () => {
  const timeless = Array.from({ length: 250 }, (_, index) => aJob({ jobId: `t-${index}`, operationType: "all" }));
  expect(found([{ jobs: timeless }, { jobs: timeless }])).toEqual([]);
});

test("jobs older than the oldest of the baseline are old news", () => {
  expect(found([{ jobs: refreshes(10, 20) }, { jobs: refreshes(5, 20) }])).toEqual([]);
});

test("no overlap with what was known is a gap; the jobs listed are news all the same", () => {
  const [, second, third] = watchJobs([
    { jobs: [refresh(1), refresh(2)] },
    { jobs: [refresh(9), refresh(8)] },
    { jobs: [refresh(9)] },
  ]);
  expect(second?.gap).toEqual({
    gapId: expect.stringMatching(/^evt_[0-9a-f]{32}$/),
    detectedAt: at(0),
    lastKnownAt: at(2),
    oldestSeenAt: at(8),
  });
  expect(second?.events.map(({ fields }) => fields["jobId"])).toEqual(["job-0008", "job-0009"]);
  expect(third?.gap).toBeUndefined();
});

function gapIdAt(minute: number): string | undefined {
  return watchJobs([{ jobs: [refresh(1)] }, { jobs: [refresh(9)], minute }]).at(-1)?.gap?.gapId;
}

test("the same gap found twice has the same id", () => {
  expect(gapIdAt(1)).toBe(gapIdAt(7));
});

test.each<[string, readonly WorkflowJob[], readonly WorkflowJob[]]>([
  ["an empty list", [refresh(1)], []],
  ["nothing known yet", [], [refresh(1)]],
  ["a known job in the list", [refresh(1), refresh(2)], [refresh(2), refresh(3)]],
  ["a job from before the baseline in the list", [refresh(4)], [refresh(3), refresh(5)]],
])("%s is no gap", (_, known, listed) => {
  expect(watchJobs([{ jobs: known }, { jobs: listed }]).at(-1)?.gap).toBeUndefined();
});
