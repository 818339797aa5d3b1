import { type Observed } from "../../../shared/detection/observe/observed";
import { planLists } from "../../../shared/detection/observe/listPlan";
import { isActivityStale, nextListChecks } from "../../../shared/detection/observe/listChecks";
import { type Measure } from "../../../shared/model/measure";
import { type ListChecksState } from "../../../shared/model/subject";
import { anInterest, anObserved } from "../../builders/observed";
import { aMeasure } from "../../builders/samples";
import { aNode, at } from "../../builders/workflow";

const interest = anInterest({
  triggers: ["data-source-refresh-failed"],
  segments: ["Loyal"],
  measures: ["Revenue", "Margin"],
});
const both = new Map<string, Measure | undefined>([
  ["Revenue", aMeasure()],
  ["Margin", undefined],
]);

interface Scene {
  readonly previous?: ListChecksState;
  readonly seen?: Partial<Omit<Observed, "jobs">>;
  readonly minute?: number;
  /** The list of segments could not be read. */
  readonly failed?: boolean;
  readonly incompleteSegments?: boolean;
  readonly incompleteMeasures?: readonly string[];
  readonly interest?: typeof interest;
}

function remember(scene: Scene): ListChecksState {
  const { previous, seen = {}, minute = 0, incompleteSegments = false, incompleteMeasures = [] } = scene;
  const now = new Date(Date.UTC(2026, 10, 20, 10, minute));
  const nodes = seen.nodes ?? [];
  const subjects = previous ? [{ subjectId: "readings", version: "1", state: previous }] : [];
  const plan = planLists({ interest, subjects, nodes, jobs: [], safetySeconds: 900, now });
  return nextListChecks({
    previous,
    interest,
    observed: anObserved({ dataSources: [], ...(scene.failed ? {} : { segments: [] }), measures: both, plan, ...seen }),
    incompleteDataSources: false,
    incompleteSegments,
    incompleteMeasures,
    safetySeconds: 900,
    now,
    ...(scene.interest ? { interest: scene.interest } : {}),
  });
}

const first = remember({});

test("what was asked for and answered is remembered with its time", () => {
  expect(first).toMatchObject({
    dataSources: { askedAt: at(0) },
    segments: { askedAt: at(0), seen: "" },
    measures: { askedAt: at(0), seen: "", unread: [] },
  });
});

test("a list that is asked for at every poll costs no write each", () => {
  expect(remember({ previous: first, minute: 1 })).toEqual(first);
});

test("…but one when the safety pass was due", () => {
  expect(remember({ previous: first, minute: 15 }).segments?.askedAt).toBe(at(15));
});

test("…and one when what the nodes show is another", () => {
  const nodes = [aNode({ operationType: "segmentation", endedAt: at(1) })];
  expect(remember({ previous: first, minute: 1, seen: { nodes } }).segments).toEqual({ askedAt: at(1), seen: at(1) });
});

test("a list that was not given is as it was: it is asked for again", () => {
  expect(remember({ previous: first, minute: 15, failed: true }).segments).toEqual(first.segments);
});

test("a list with more steps than fitted is as it was: it is asked for again", () => {
  expect(remember({ previous: first, minute: 15, incompleteSegments: true }).segments).toEqual(first.segments);
});

test("measures that could not be read go to the end of the queue, after those with more to tell", () => {
  const read = new Map([["Margin", aMeasure({ name: "Margin" })]]);
  const next = remember({ seen: { measures: read }, incompleteMeasures: ["Margin"] });
  expect(next.measures?.unread).toEqual(["Margin", "Revenue"]);
  expect(remember({ previous: next, minute: 1 }).measures).toEqual({ ...next.measures, unread: [] });
});

test("of lists that nobody is interested in any more nothing is kept", () => {
  expect(remember({ previous: first, interest: anInterest({ triggers: ["full-refresh-completed"] }) })).toEqual({
    kind: "readings",
  });
});

test.each<[string, number, boolean]>([
  ["never", -1, true],
  ["14 minutes ago", 14, false],
  ["15 minutes ago", 15, true],
])("the instance was last seen active %s", (_, minute, expected) => {
  const state = minute < 0 ? undefined : remember({ seen: { seenActive: true } });
  const now = new Date(Date.UTC(2026, 10, 20, 10, minute));
  expect(isActivityStale(state, { now, safetySeconds: 900 })).toBe(expected);
});
