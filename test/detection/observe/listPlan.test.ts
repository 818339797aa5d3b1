import { nodeMarks, planLists } from "../../../shared/detection/observe/listPlan";
import { type ListChecksState, type StoredSubject } from "../../../shared/model/subject";
import { type WorkflowJob, type WorkflowNode } from "../../../shared/model/workflow";
import { anInterest } from "../../builders/observed";
import { aJob, aNode, aTask, at } from "../../builders/workflow";

const nodes = [
  aNode({ endedAt: at(0) }),
  aNode({ identifier: "Loyal", operationType: "segmentation", endedAt: at(0) }),
  aNode({ identifier: "Revenue", operationType: "entitymeasures", endedAt: at(0) }),
];
const jobs = [aJob({ tasks: [aTask()] })];
const interest = anInterest({
  triggers: ["data-source-refresh-failed"],
  segments: ["Loyal"],
  measures: ["Revenue", "Margin"],
});

/** The state after a poll at ten that read everything. */
function readAt(minute: number, unread: readonly string[] = []): ListChecksState {
  const { dataSources, segments, measures } = nodeMarks(nodes, jobs);
  const askedAt = at(minute);
  return {
    kind: "readings",
    dataSources: { askedAt, seen: dataSources },
    segments: { askedAt, seen: segments },
    measures: { askedAt, seen: measures, unread },
  };
}

function subjects(readings: ListChecksState, parts: object = {}): readonly StoredSubject[] {
  const dataSource = {
    kind: "data-source",
    signal: "nodes",
    refreshState: "",
    episode: 0,
    baselineAt: at(0),
    ...parts,
  };
  return [
    { subjectId: "readings", version: "1", state: readings },
    { subjectId: "data-source.x", version: "1", state: dataSource as StoredSubject["state"] },
    { subjectId: "segment.Loyal", version: "1", state: { kind: "segment", absences: 0 } },
    { subjectId: "measure.Revenue", version: "1", state: { kind: "measure", absences: 0 } },
    { subjectId: "measure.Margin", version: "1", state: { kind: "measure", absences: 0 } },
  ];
}

interface Scene {
  readonly subjects?: readonly StoredSubject[];
  readonly nodes?: readonly WorkflowNode[];
  readonly jobs?: readonly WorkflowJob[];
  readonly interest?: typeof interest;
  readonly minute?: number;
}

/** What is asked for, in short. */
function asked(scene: Scene): readonly string[] {
  const now = new Date(Date.UTC(2026, 10, 20, 10, scene.minute ?? 1));
  const plan = planLists({ subjects: subjects(readAt(0)), nodes, jobs, interest, ...scene, safetySeconds: 900, now });
  return [
    ...(plan.dataSources ? ["data sources"] : []),
    ...(plan.segments ? [`segments ${plan.segments.historyDays}`] : []),
    ...plan.measures,
  ];
}

function changed(index: number, parts: Partial<WorkflowNode>): readonly WorkflowNode[] {
  return nodes.map((node, at_) => (at_ === index ? { ...node, ...parts } : node));
}

const everything = ["data sources", "segments 2", "Revenue", "Margin"];

test.each<[string, Scene, readonly string[]]>([
  ["nothing changed: nothing", {}, []],
  ["the first time: everything", { subjects: [] }, everything],
  ["the safety pass is not due yet", { minute: 14 }, []],
  ["the safety pass: everything", { minute: 15 }, everything],
  ["an ingestion ended", { nodes: changed(0, { endedAt: at(1) }) }, ["data sources"]],
  ["an ingestion's status changed", { nodes: changed(0, { status: "failed" }) }, ["data sources"]],
  [
    "a job with an ingestion is over",
    { jobs: [...jobs, aJob({ jobId: "job-2", tasks: [aTask()] })] },
    ["data sources"],
  ],
  ["a job without one is over", { jobs: [...jobs, aJob({ jobId: "job-2" })] }, []],
  [
    "a failure is held",
    { subjects: subjects(readAt(0), { held: { endedAt: at(0), since: at(0) } }) },
    ["data sources"],
  ],
  ["a source is refreshed elsewhere", { subjects: subjects(readAt(0), { signal: "refresh-state" }) }, ["data sources"]],
  ["a segmentation ended", { nodes: changed(1, { endedAt: at(1) }) }, ["segments 2"]],
  ["a segmentation runs", { nodes: [...nodes, aNode({ operationType: "segmentation", status: "running" })] }, []],
  ["measures ended", { nodes: changed(2, { endedAt: at(1) }) }, ["Revenue", "Margin"]],
  [
    "measures of another type ended",
    { nodes: changed(2, { operationType: "attributemeasures", endedAt: at(1) }) },
    ["Revenue", "Margin"],
  ],
  ["another step ended", { nodes: [...nodes, aNode({ operationType: "match", endedAt: at(1) })] }, []],
  ["a segment is newly subscribed to", { interest: anInterest({ segments: ["Loyal", "New"] }) }, ["segments 2"]],
  ["a measure is newly subscribed to: that one", { interest: anInterest({ measures: ["Revenue", "New"] }) }, ["New"]],
  [
    "measures that could not be read last time: those",
    { subjects: subjects(readAt(0, ["Margin", "Gone"])) },
    ["Margin"],
  ],
  [
    "nobody is interested: nothing",
    { subjects: [], interest: anInterest({ triggers: ["full-refresh-completed"] }) },
    [],
  ],
  [
    "after two days: that much history and a day more",
    { minute: 2 * 24 * 60 },
    ["data sources", "segments 3", "Revenue", "Margin"],
  ],
  [
    "after a month: as much as there may be",
    { minute: 30 * 24 * 60 },
    ["data sources", "segments 10", "Revenue", "Margin"],
  ],
])("%s", (_, scene, expected) => {
  expect(asked(scene)).toEqual(expected);
});

test("measures are read 30 to a poll, those whose turn it is first", () => {
  const measures = Array.from({ length: 70 }, (_, index) => `m${index}`);
  const plan = planLists({
    interest: anInterest({ measures }),
    subjects: [{ subjectId: "readings", version: "1", state: readAt(0, ["m50", "m3"]) }],
    nodes,
    jobs,
    safetySeconds: 900,
    now: new Date("2026-11-20T10:20:00Z"),
  });
  expect(plan.measures).toHaveLength(30);
  expect(plan.measures.slice(0, 3)).toEqual(["m50", "m3", "m0"]);
  expect([...plan.measures, ...plan.postponed].toSorted()).toEqual(measures.toSorted());
});
