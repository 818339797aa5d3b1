import { type PollDeps, pollInstance } from "../../shared/detection/pollInstance";
import { type SourceAnswer } from "../../shared/model/sourceAnswer";
import { type StoredSubject, type SubjectState } from "../../shared/model/subject";
import { anInterest } from "../builders/observed";
import { aSample, aSegment } from "../builders/samples";
import { INSTANCE_ID, at } from "../builders/workflow";
import { aPoll, answering, watch } from "./aPoll";

const gone: SourceAnswer<never> = { ok: false, failure: { kind: "not-found", message: "no such instance" } };
const hidden: SourceAnswer<never> = { ok: false, failure: { kind: "forbidden", message: "hidden" } };

function subject(subjectId: string, state: SubjectState): StoredSubject {
  return { subjectId, state, version: "3" };
}

const loyal = subject("segment.Loyal", {
  kind: "segment",
  last: aSample(0, 10),
  createdAt: at(-600),
  absences: 1,
});

/** Polls an instance whose subscriptions are to one segment. */
async function pollSegment(
  segments: readonly ReturnType<typeof aSegment>[],
  overrides: Partial<PollDeps> = {},
): Promise<{ steps: string[]; lines: object[] }> {
  const { deps, steps, lines } = aPoll(overrides);
  const source = { ...deps.source, listSegments: answering(segments), ...overrides.source };
  await pollInstance(
    { instanceId: INSTANCE_ID },
    {
      ...deps,
      loadInterest: () => Promise.resolve(anInterest({ segments: ["Loyal"] })),
      loadSubjects: () => Promise.resolve([loyal]),
      ...overrides,
      source,
    },
  );
  return { steps, lines };
}

test("a deleted segment's subscriptions are suspended once that is stored", async () => {
  const { steps } = await pollSegment([]);
  expect(steps.slice(0, 2)).toEqual(["commit", "suspend Loyal resource-deleted"]);
});

test("…and not when another poll's change came first", async () => {
  const { steps } = await pollSegment([], { commitChange: () => Promise.resolve({ outcome: "conflict" }) });
  expect(steps).toEqual(["next 10:31:00 0"]);
});

test("a segment that is back has its subscriptions resumed before its events are stored", async () => {
  const suspended = subject("segment.Loyal", {
    ...loyal.state,
    absences: 2,
    suspended: "resource-deleted",
  } as SubjectState);
  const { steps } = await pollSegment([aSegment({ samples: [aSample(5, 25)] })], {
    loadSubjects: () => Promise.resolve([suspended]),
  });
  expect(steps.slice(0, 3)).toEqual(["resume Loyal", "commit", "queue 1"]);
});

test("a step that crosses nobody's threshold is no event, and the subject moves on all the same", async () => {
  const moved = [aSegment({ samples: [aSample(5, 25), aSample(6, 11)] })];
  const states: unknown[] = [];
  await pollSegment(moved, {
    isCrossed: ({ crossing }) => Promise.resolve(crossing?.current === 11),
    commitChange: (_, { subjectId, state, events }) => {
      if (subjectId !== "readings")
        states.push(
          state,
          events.map(({ crossing }) => crossing),
        );
      return Promise.resolve({ outcome: "committed", events: [] });
    },
  });
  expect(states).toMatchObject([{ last: { value: 11 } }, [{ previous: 25, current: 11 }]]);
});

test("what nobody is interested in any more is removed", async () => {
  const removed: string[] = [];
  const others = [
    subject("segment.Old", { kind: "segment", absences: 0 }),
    subject("measure.Loyal", { kind: "measure", absences: 0 }),
    subject("jobs", { kind: "jobs", jobs: [] }),
    subject("data-source.x", { kind: "data-source", signal: "nodes", refreshState: "", episode: 0, baselineAt: at(0) }),
  ];
  await pollSegment([aSegment()], {
    loadSubjects: () => Promise.resolve([loyal, ...others]),
    removeSubjects: (_, subjects) => Promise.resolve(void removed.push(...subjects.map(({ subjectId }) => subjectId))),
  });
  expect(removed).toEqual(["segment.Old", "measure.Loyal", "jobs", "data-source.x"]);
});

test("what was read is remembered last, and not after a lost change", async () => {
  const written: string[] = [];
  const commitChange: PollDeps["commitChange"] = (_, { subjectId }) => {
    written.push(subjectId);
    return Promise.resolve(
      subjectId.startsWith("segment") && written.length > 2
        ? { outcome: "conflict" }
        : { outcome: "committed", events: [] },
    );
  };
  await pollSegment([aSegment()], { commitChange });
  expect(written).toEqual(["segment.Loyal", "readings"]);
  await pollSegment([aSegment()], { commitChange });
  expect(written).toEqual(["segment.Loyal", "readings", "segment.Loyal"]);
});

test("a read that was passed over is told of, and its wait kept, without failing the poll", async () => {
  const failure = { kind: "throttled", retryAfterSeconds: 200, message: "too many calls" } as const;
  const { deps } = aPoll();
  const source = { ...deps.source, listSegments: () => Promise.resolve({ ok: false, failure } as const) };
  const { steps, lines } = await pollSegment([], { source });
  expect(steps).toEqual(["next 10:33:20 0"]);
  expect(lines).toMatchObject([{ outcome: "ok", skipped: [{ read: "segments", failure }], skippedCount: 1 }]);
});

test("a paused instance is looked at again at the idle pace, and nothing is written", async () => {
  const { deps } = aPoll();
  const getInstance = answering({ instanceId: INSTANCE_ID, provisioningState: "updating" });
  const { steps, lines } = await pollSegment([], { source: { ...deps.source, getInstance } });
  expect(steps).toEqual(["next 10:31:00 0"]);
  expect(lines).toMatchObject([{ name: "poll.completed", outcome: "paused", provisioningState: "updating" }]);
});

/** Polls an instance that was invisible so many times in a row, and cannot be read now. */
async function pollGone(invisible: number, answer: SourceAnswer<never>) {
  const { deps } = aPoll();
  const counts: number[] = [];
  const failing = () => Promise.resolve(answer);
  const { steps } = await pollSegment([], {
    source: { ...deps.source, listJobs: failing, getInstance: failing },
    loadWatch: () => Promise.resolve({ ...watch, failures: invisible, invisible }),
    rescheduleWatch: (_, next) => Promise.resolve(void counts.push(next.invisible)),
  });
  return { steps, counts };
}

test.each([
  [0, gone, [], 1],
  [3, gone, [], 4],
  [4, gone, ["suspend all instance-gone"], 5],
  [4, hidden, ["suspend all instance-gone"], 5],
  [5, gone, [], 6],
  [4, { ok: false, failure: { kind: "timed-out", message: "slow" } } as const, [], 0],
])("an instance invisible %d times before, then %j", async (invisible, answer, expected, count) => {
  expect(await pollGone(invisible, answer)).toEqual({ steps: expected, counts: [count] });
});

test("an instance that is back has all its subscriptions resumed first", async () => {
  const { steps } = await pollSegment([aSegment()], { loadWatch: () => Promise.resolve({ ...watch, invisible: 7 }) });
  expect(steps[0]).toBe("resume all");
});
