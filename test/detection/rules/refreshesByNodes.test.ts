import { aJob, aNode, at } from "../../builders/workflow";
import { type Look, found, watchDataSource } from "../watchDataSource";

const error = { severity: "error", code: "DS-42", message: "The gateway is offline" };
const warning = { severity: "warning" };

const before: Look = { nodes: [aNode({ endedAt: at(0) })], jobs: [aJob({ endedAt: at(0) })] };
const failedNode = aNode({ status: "failed", endedAt: at(5), jobIds: ["job-2"], problems: [error] });
const openJob = aJob({ jobId: "job-2", status: "running" });
const closedJob = aJob({ jobId: "job-2", status: "failed", endedAt: at(6) });
const held: Look = { nodes: [failedNode], jobs: [openJob], minute: 5 };

test("invariant 7: the first observation of a data source is a baseline and fires nothing", () => {
  expect(found([{ nodes: [failedNode], jobs: [closedJob] }])).toEqual([]);
  expect(found([before])).toEqual([]);
});

test.each<[string, readonly Look[], readonly string[]]>([
  ["success: successful with a newer end", [before, { nodes: [aNode({ endedAt: at(3) })] }], ["succeeded 3"]],
  [
    "success: no end, but a newer last success",
    [before, { nodes: [aNode({ lastSucceededAt: at(3) })] }],
    ["succeeded 3"],
  ],
  ["success: the same end is no news", [before, { nodes: [aNode({ endedAt: at(0) })] }], []],
  ["success: an older end is no news", [before, { nodes: [aNode({ endedAt: at(-1) })] }], []],
  ["warnings are a success", [before, { nodes: [aNode({ endedAt: at(3), problems: [warning] })] }], ["succeeded 3"]],
  [
    "A7: errors on a success are a failure at once",
    [before, { nodes: [aNode({ endedAt: at(3), problems: [error] })] }],
    ["failed 3"],
  ],
  [
    "A3: timed out fires at once",
    [before, { ...held, nodes: [aNode({ status: "timedout", endedAt: at(5), jobIds: ["job-2"] })] }],
    ["failed 5"],
  ],
  ["A3: failed is held while its job runs", [before, held], []],
  ["A3: failed fires when its job is over", [before, held, { ...held, jobs: [closedJob] }], ["failed 5"]],
  [
    "failed fires at once when its job is over already",
    [before, { nodes: [failedNode], jobs: [closedJob] }],
    ["failed 5"],
  ],
  [
    "held, then running again: no event",
    [before, held, { nodes: [aNode({ status: "running", jobIds: ["job-2"] })], jobs: [openJob], minute: 7 }],
    [],
  ],
  [
    "held, then successful: the success alone",
    [before, held, { nodes: [aNode({ endedAt: at(8), jobIds: ["job-2"] })], jobs: [closedJob], minute: 9 }],
    ["succeeded 8"],
  ],
  ["held for 29 minutes: not yet", [before, held, { ...held, minute: 34 }], []],
  ["held unchanged for 30 minutes: final", [before, held, { ...held, minute: 35 }], ["failed 5"]],
  [
    "held for 30 minutes but still updating: not yet",
    [before, held, { ...held, minute: 35, dataSource: { refreshState: "updating" } }],
    [],
  ],
  [
    "a retry that failed again starts the hold anew",
    [before, held, { ...held, nodes: [{ ...failedNode, endedAt: at(20) }], minute: 35 }],
    [],
  ],
  ["failed, its job not in the list: held", [before, { nodes: [failedNode], jobs: [], minute: 5 }], []],
  ["aborted: no event", [before, { nodes: [aNode({ status: "aborted", endedAt: at(3) })] }], []],
  ["skipped: no event", [before, { nodes: [aNode({ status: "skipped", endedAt: at(3) })] }], []],
  ["deleted: no event", [before, { nodes: [aNode({ status: "deleted", endedAt: at(3) })] }], []],
  ["needsUpdate: no event", [before, { nodes: [aNode({ status: "needsupdate", endedAt: at(3) })] }], []],
  ["A2: an unknown status is not terminal", [before, { nodes: [aNode({ status: "unknown", endedAt: at(3) })] }], []],
  ["queued: no event", [before, { nodes: [aNode({ status: "queued" })] }], []],
  [
    "A12: failed without an end takes its job's",
    [before, { nodes: [aNode({ status: "failed", jobIds: ["job-2"] })], jobs: [closedJob] }],
    ["failed 6"],
  ],
  [
    "A5: an identifier with the table's name after the id",
    [before, { nodes: [aNode({ identifier: `${aNode().identifier}_orders`, endedAt: at(3) })] }],
    ["succeeded 3"],
  ],
  [
    "another source's node is not ours",
    [before, { nodes: [aNode({ identifier: `${aNode().identifier}0`, endedAt: at(3) })] }],
    [],
  ],
  [
    "another step's node is not ours",
    [before, { nodes: [aNode({ operationType: "dataPreparation", endedAt: at(3) })] }],
    [],
  ],
])("%s", (_, looks, expected) => {
  expect(found(looks)).toEqual(expected);
});

test("a hold time of 0 reports every failure at once", () => {
  expect(found([before, held], 0)).toEqual(["failed 5"]);
});

test("a failure is reported once, however often it is seen", () => {
  const closed = { ...held, jobs: [closedJob] };
  expect(found([before, closed, closed])).toEqual([]);
  expect(found([before, held, { ...held, minute: 35 }, { ...held, minute: 36 }])).toEqual([]);
});

test("a source that is failing with an open job at the baseline fires when the job is over", () => {
  expect(found([held, { ...held, jobs: [closedJob] }])).toEqual(["failed 5"]);
  expect(found([held, { ...held, minute: 35 }])).toEqual(["failed 5"]);
});

test("a run under way at the baseline fires when it ends", () => {
  const running = { nodes: [aNode({ status: "running", lastSucceededAt: at(0) })] };
  expect(found([running, { nodes: [aNode({ endedAt: at(4) })] }])).toEqual(["succeeded 4"]);
});

const orders = { identifier: `${aNode().identifier}_orders`, friendlyName: "Orders" };
const lines = { identifier: `${aNode().identifier}_lines`, friendlyName: "Lines" };
const bothBefore: Look = { nodes: [aNode({ ...orders, endedAt: at(0) }), aNode({ ...lines, endedAt: at(0) })] };

test.each<[string, Look, readonly string[]]>([
  [
    "one failed while another runs: wait",
    {
      nodes: [
        aNode({ ...orders, status: "failed", endedAt: at(3), jobIds: ["job-2"] }),
        aNode({ ...lines, status: "running" }),
      ],
      jobs: [closedJob],
    },
    [],
  ],
  [
    "one failed and none runs: failure, at its end",
    {
      nodes: [
        aNode({ ...orders, status: "failed", endedAt: at(3), jobIds: ["job-2"] }),
        aNode({ ...lines, endedAt: at(4) }),
      ],
      jobs: [closedJob],
    },
    ["failed 3"],
  ],
  [
    "one succeeded, one still running: wait",
    { nodes: [aNode({ ...orders, endedAt: at(3) }), aNode({ ...lines, status: "running" })] },
    [],
  ],
  [
    "all succeeded: success, at the last end",
    { nodes: [aNode({ ...orders, endedAt: at(3) }), aNode({ ...lines, endedAt: at(4) })] },
    ["succeeded 4"],
  ],
  [
    "one succeeded, one skipped: neither",
    { nodes: [aNode({ ...orders, endedAt: at(3) }), aNode({ ...lines, status: "skipped", endedAt: at(4) })] },
    [],
  ],
])("several nodes: %s", (_, look, expected) => {
  expect(found([bothBefore, look])).toEqual(expected);
});

test("several nodes: a rerun of the other node does not report the old failure again", () => {
  const failed = aNode({ ...orders, status: "failed", endedAt: at(3), jobIds: ["job-2"] });
  const first = { nodes: [failed, aNode({ ...lines, endedAt: at(2) })], jobs: [closedJob] };
  expect(found([bothBefore, first, { ...first, nodes: [failed, aNode({ ...lines, endedAt: at(9) })] }])).toEqual([]);
});

test("invariant 2: the event says what a flow needs, and its id depends on what happened alone", () => {
  const looks = [before, { nodes: [failedNode], jobs: [closedJob], minute: 7 }];
  const [event] = watchDataSource(looks).events;
  expect(event).toMatchObject({
    trigger: "data-source-refresh-failed",
    resource: aNode().identifier,
    occurredAt: at(5),
    detectedAt: at(7),
    fields: {
      dataSourceName: "Sales",
      status: "failed",
      partial: false,
      errorCode: "DS-42",
      errorMessage: "The gateway is offline",
    },
  });
  const later = watchDataSource([before, held, { nodes: [failedNode], jobs: [closedJob], minute: 50 }]).events;
  expect(later.map(({ eventId }) => eventId)).toEqual([event?.eventId]);
});

test("a failed node that never says when it ended is reported as unusable, and fires nothing", () => {
  const { events, unusable } = watchDataSource([before, { nodes: [aNode({ status: "failed", jobIds: ["gone"] })] }]);
  expect(events).toEqual([]);
  expect(unusable).toEqual([{ what: `node ${aNode().identifier}`, seen: "failed without an end time" }]);
});

test("an instance is busy while a job runs or a failure is held", () => {
  expect(watchDataSource([before]).busy).toBe(false);
  expect(watchDataSource([before, { nodes: [aNode()], jobs: [openJob] }]).busy).toBe(true);
  expect(watchDataSource([before, { nodes: [failedNode], jobs: [] }]).busy).toBe(true);
});

const TEN_YEARS_MINUTES = 5_256_000;

const failed = aNode({ status: "failed", endedAt: at(5), jobIds: ["job-2"] });
const looks: readonly Look[] = [
  { nodes: [aNode({ endedAt: at(0) })] },
  { nodes: [failed], jobs: [aJob({ jobId: "job-2", status: "running" })], minute: 5 },
  { nodes: [failed], jobs: [aJob({ jobId: "job-2", status: "failed", endedAt: at(6) })], minute: 6 },
];

test.each([
  ["right", 0],
  ["ten years behind", -TEN_YEARS_MINUTES],
  ["ten years ahead", TEN_YEARS_MINUTES],
])("invariant 8: with a clock of ours that is %s the same events of CI are found, at CI's times", (_, off) => {
  const shifted = looks.map((look) => ({ ...look, minute: (look.minute ?? 0) + off }));
  expect(found(shifted)).toEqual(["failed 5"]);
  expect(found(shifted.slice(0, 2))).toEqual([]);
});

test("invariant 8: a clock of ours that goes back between two looks loses nothing", () => {
  expect(found(looks.map((look, index) => ({ ...look, minute: -index * 1_000 })))).toEqual(["failed 5"]);
});
