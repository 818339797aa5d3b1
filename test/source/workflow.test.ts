import { toJob, toNode, toProblems, toTask } from "../../shared/source/workflow";
import { aNote } from "./answer/aNote";

const EXPIRED = { errorCode: "DataSourceRefreshFailed", resultSeverity: "error", message: "Expired." };
const READ_EXPIRED = { severity: "error", code: "DataSourceRefreshFailed", message: "Expired." };
const LATE = { ErrorCode: "Late", ResultSeverity: "Warning" };
const READ_LATE = { severity: "warning", code: "Late" };

test.each<[string, unknown, unknown[]]>([
  ["neither is there", {}, []],
  ["both are null", { ciError: null, ciErrors: null }, []],
  ["both say the same", { ciError: EXPIRED, ciErrors: [EXPIRED, EXPIRED] }, [READ_EXPIRED]],
  ["they differ", { ciError: EXPIRED, ciErrors: [LATE] }, [READ_EXPIRED, READ_LATE]],
  ["one is nested", { ciErrors: [{ ...LATE, ciResults: [EXPIRED] }] }, [READ_LATE, READ_EXPIRED]],
  ["one is nested in one that says nothing", { ciError: { ciResults: [{ ciResults: [LATE] }] } }, [READ_LATE]],
  ["ciErrors is no list", { ciErrors: LATE }, [READ_LATE]],
  ["there is only a message", { ciError: { message: "Broken." } }, [{ severity: "error", message: "Broken." }]],
  [
    "there is only a name",
    { ciError: { name: "apiInternalError" } },
    [{ severity: "error", code: "apiInternalError" }],
  ],
  ["the code is a number", { ciError: { errorCode: 17 } }, [{ severity: "error", code: "17" }]],
  ["one says nothing", { ciError: {}, ciErrors: [null, 5, "text", {}] }, []],
])("problems are read when %s", (_name, holder, expected) => {
  expect(toProblems(holder)).toEqual(expected);
});

test("a message of any length is carried in part", () => {
  const [problem] = toProblems({ ciError: { message: "x".repeat(5000) } });
  expect(problem?.message).toHaveLength(1000);
});

test("results may be nested deeper than the stack", () => {
  const depth = 100_000;
  const nested = JSON.parse(`${'{"ciResults":['.repeat(depth)}{"message":"deep"}${"]}".repeat(depth)}`);
  expect(toProblems({ ciError: nested })).toEqual([{ severity: "error", message: "deep" }]);
});

const TASK = {
  taskId: "7D0F0B7E-0D0A-4B7E-9A41-2F6D0E0F5B11",
  friendlyName: "Loyalty",
  operationType: "Ingestion",
  taskStatus: "TimedOut",
  jobIds: ["J1", "j2"],
  submittedTimestamp: "2026-11-20T02:00:01.1234567Z",
  endTimestamp: "2026-11-20T02:07:41.55Z",
  ciError: { resultSeverity: "Error", errorCode: "Slow" },
};
const READ_TASK = {
  taskId: "7d0f0b7e-0d0a-4b7e-9a41-2f6d0e0f5b11",
  friendlyName: "Loyalty",
  operationType: "ingestion",
  status: "timedout",
  jobIds: ["j1", "j2"],
  submittedAt: "2026-11-20T02:00:01.1234567Z",
  endedAt: "2026-11-20T02:07:41.5500000Z",
  problems: [{ severity: "error", code: "Slow" }],
};
const JOB = { jobId: "J1", operationType: "All", jobSubmissionKind: "OnDemand", jobStatus: "Running", tasks: [TASK] };
const READ_JOB = {
  jobId: "j1",
  operationType: "all",
  submissionKind: "ondemand",
  status: "running",
  tasks: [READ_TASK],
};
const NODE = { operationType: "merge", taskStatus: "successful", jobIds: null };
const READ_NODE = { operationType: "merge", status: "successful", jobIds: [], problems: [] };

function inPascalCase(holder: object): object {
  return Object.fromEntries(
    Object.entries(holder).map(([name, value]) => [name.replace(/^./, (first) => first.toUpperCase()), value]),
  );
}

test.each<[string, unknown, unknown, string[]]>([
  ["whole", TASK, READ_TASK, []],
  ["in PascalCase", inPascalCase(TASK), READ_TASK, []],
  ["with an unknown status", { ...TASK, taskStatus: "paused" }, { ...READ_TASK, status: "unknown" }, ["t.taskStatus"]],
  ["without a status", { ...TASK, taskStatus: null }, { ...READ_TASK, status: "unknown" }, ["t.taskStatus"]],
  ["with an unusable job id", { ...TASK, jobIds: ["J1", {}] }, { ...READ_TASK, jobIds: ["j1"] }, ["t.jobIds"]],
  ["with one job id outside a list", { ...TASK, jobIds: "J1" }, { ...READ_TASK, jobIds: ["j1"] }, []],
  ["without an id", { ...TASK, taskId: "" }, undefined, ["t.taskId"]],
  ["without an operation type", { ...TASK, operationType: null }, undefined, ["t.operationType"]],
  ["no object", "task", undefined, ["t.taskId", "t.operationType"]],
])("a task is read when it is %s", (_name, seen, expected, noted) => {
  const { note, places } = aNote();
  expect(toTask(seen, "t", note)).toEqual(expected);
  expect(places).toEqual(noted);
});

test.each<[string, unknown, unknown, string[]]>([
  ["whole", JOB, READ_JOB, []],
  ["in PascalCase", inPascalCase(JOB), READ_JOB, []],
  ["without tasks", { ...JOB, tasks: null }, { ...READ_JOB, tasks: [] }, []],
  ["with tasks that are no list", { ...JOB, tasks: {} }, { ...READ_JOB, tasks: [] }, ["j.tasks"]],
  ["with an unusable task", { ...JOB, tasks: [{ taskId: "t" }, TASK] }, READ_JOB, ["j.tasks[0].operationType"]],
  ["without a submission kind", { ...JOB, jobSubmissionKind: null }, { ...READ_JOB, submissionKind: "" }, []],
  [
    "of an unknown kind",
    { ...JOB, jobSubmissionKind: "API" },
    { ...READ_JOB, submissionKind: "api" },
    ["j.jobSubmissionKind"],
  ],
  ["over at year 1", { ...JOB, endTimestamp: "0001-01-01T00:00:00" }, READ_JOB, []],
  ["over at no time", { ...JOB, endTimestamp: "soon" }, READ_JOB, ["j.endTimestamp"]],
  ["without an id", { ...JOB, jobId: null }, undefined, ["j.jobId"]],
  ["without an operation type", { ...JOB, operationType: "" }, undefined, ["j.operationType"]],
])("a job is read when it is %s", (_name, seen, expected, noted) => {
  const { note, places } = aNote();
  expect(toJob(seen, "j", note)).toEqual(expected);
  expect(places).toEqual(noted);
});

test.each<[string, unknown, unknown, string[]]>([
  ["bare", NODE, READ_NODE, []],
  ["in PascalCase", inPascalCase(NODE), READ_NODE, []],
  [
    "with times",
    { ...NODE, endTimestamp: "2026-11-20T02:31:09.72Z", lastSuccessfulTimestamp: "2026-11-20T02:31:09.72Z" },
    { ...READ_NODE, endedAt: "2026-11-20T02:31:09.7200000Z", lastSucceededAt: "2026-11-20T02:31:09.7200000Z" },
    [],
  ],
  [
    "of a data source",
    { ...NODE, identifier: "D8D3B26A-A8AD-42F7-901E-F7F745003A84_Loyalty" },
    { ...READ_NODE, identifier: "d8d3b26a-a8ad-42f7-901e-f7f745003a84_Loyalty" },
    [],
  ],
  ["of a segment", { ...NODE, identifier: "HighValue" }, { ...READ_NODE, identifier: "HighValue" }, []],
  ["without an operation type", { ...NODE, operationType: null }, undefined, ["n.operationType"]],
])("a node is read when it is %s", (_name, seen, expected, noted) => {
  const { note, places } = aNote();
  expect(toNode(seen, "n", note)).toEqual(expected);
  expect(places).toEqual(noted);
});
