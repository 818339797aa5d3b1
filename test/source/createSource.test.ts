import { type RequestListener } from "node:http";
import { type SpanAttributes, type SpanStart } from "../../shared/model/log";
import { type Source, type SourceDeps } from "../../shared/source/createSource";
import { answer, answerPaths, withSource } from "./withSource";

const ID = "7c6f0b7e-0d0a-4b7e-9a41-2f6d0e0f5b11";
const JOB_ID = "0c2c1c2e-5c0b-4c0d-9a7c-8f1f2d3e4a01";
const JOB = { jobId: JOB_ID, operationType: "all", jobStatus: "successful", jobSubmissionKind: "scheduled" };
const READ_JOB = { jobId: JOB_ID, operationType: "all", status: "successful", submissionKind: "scheduled", tasks: [] };

const OPERATIONS: [name: string, got: [string, unknown], (source: Source) => Promise<unknown>, value: unknown][] = [
  [
    "getInstance",
    [`/v1/instances/${ID}`, { instanceId: ID.toUpperCase(), name: "Contoso", provisioningState: "Active" }],
    (source) => source.getInstance(ID),
    { instanceId: ID, name: "Contoso", provisioningState: "active" },
  ],
  [
    "getInstance, when the answer leaves its id out,",
    [`/v1/instances/${ID}`, { name: "Contoso" }],
    (source) => source.getInstance(ID),
    { instanceId: ID, name: "Contoso" },
  ],
  [
    "listInstances",
    ["/v1/instances", [{ instanceId: ID, name: null }]],
    (source) => source.listInstances(),
    [{ instanceId: ID }],
  ],
  [
    "listJobs",
    [`/v1/instances/${ID}/workflows/main/jobs`, [JOB]],
    (source) => source.listJobs(ID, { top: 50 }),
    [READ_JOB],
  ],
  [
    "getJob",
    [`/v1/instances/${ID}/workflows/main/jobs/${JOB_ID}`, JOB],
    (source) => source.getJob(ID, JOB_ID),
    READ_JOB,
  ],
  [
    "listNodes",
    [`/v1/instances/${ID}/workflows/main/status`, { value: [{ operationType: "merge", taskStatus: "running" }] }],
    (source) => source.listNodes(ID),
    [{ operationType: "merge", status: "running", jobIds: [], problems: [] }],
  ],
  [
    "listDataSources",
    [
      `/v1/instances/${ID}/manage/datasources`,
      [{ dataSourceMetadata: { dataSourceId: "D1", name: "Loyalty", refreshState: "updateFailed" }, model: null }],
    ],
    (source) => source.listDataSources(ID),
    [{ dataSourceId: "d1", name: "Loyalty", refreshState: "updatefailed" }],
  ],
  [
    "listSegments",
    [`/v1/instances/${ID}/manage/segments`, [{ name: "Gold", state: "Active" }]],
    (source) => source.listSegments(ID, { historyDays: 2 }),
    [{ name: "Gold", state: "active", samples: [], unevaluated: true }],
  ],
  [
    "listMeasures",
    [`/v1/instances/${ID}/manage/measures`, [{ name: "Orders", definition: { kind: "attribute" } }]],
    (source) => source.listMeasures(ID),
    [{ name: "Orders", eligibility: { ok: false, reason: "profile-measure" }, samples: [] }],
  ],
  [
    "getMeasure",
    [`/v1/instances/${ID}/manage/measures/Orders`, { name: "Orders", definition: { kind: "entity" } }],
    (source) => source.getMeasure(ID, "Orders", { historyDays: 30 }),
    { name: "Orders", eligibility: { ok: true }, samples: [], missing: "value" },
  ],
];

test.each(OPERATIONS)("%s reads the service model's path", async (_name, [path, json], call, value) => {
  await withSource(answerPaths({ [path]: json }), async ({ source }) => {
    expect(await call(source)).toEqual({ ok: true, value, unusable: [] });
  });
});

test("jobs are asked for with their tasks and as many as the caller wants", async () => {
  await withSource(answerPaths({}), async ({ source, requests }) => {
    await source.listJobs(ID, { top: 200 });
    await source.getJob(ID, JOB_ID);
    expect(requests.map(({ url }) => url.split("?")[1])).toEqual([
      "top=200&includeTasks=true",
      "top=200&includeTasks=true",
      "includeTasks=true",
      "includeTasks=true",
    ]);
  });
});

test("segments are asked for with the history that the caller wants", async () => {
  await withSource(answerPaths({}), async ({ source, requests }) => {
    await source.listSegments(ID, { historyDays: 3 });
    expect(requests.map(({ url }) => url.split("?")[1])).toEqual(["includeHistoricStats=true&historicStatsDays=3"]);
  });
});

test.each([
  ["another instance", { instanceId: "other" }, (source: Source) => source.getInstance(ID)],
  ["a list", [{ instanceId: ID }], (source: Source) => source.getInstance(ID)],
  ["another job", { ...JOB, jobId: "other" }, (source: Source) => source.getJob(ID, JOB_ID)],
  ["an object that is no list", { message: "fine" }, (source: Source) => source.listNodes(ID)],
  ["a text", '"fine"', (source: Source) => source.listInstances()],
])("an answer that is %s is malformed", async (_name, json, call) => {
  await withSource(
    (_request, response) => answer(response, 200, json),
    async ({ source }) => {
      expect(await call(source)).toMatchObject({ ok: false, failure: { kind: "malformed", status: 200 } });
    },
  );
});

test("a job that cannot be used says what was missing", async () => {
  await withSource(
    (_request, response) => answer(response, 200, { jobId: JOB_ID }),
    async ({ source }) => {
      expect(await source.getJob(ID, JOB_ID)).toMatchObject({
        failure: { message: "the source's answer is JSON, but not what was asked for (job.operationType: absent)" },
      });
    },
  );
});

test("an item that cannot be used is passed over and said, in the answer and in the log", async () => {
  const jobs = [JOB, { ...JOB, jobId: null }, null];
  await withSource(answerPaths({ [`/v1/instances/${ID}/workflows/main/jobs`]: jobs }), async ({ source, lines }) => {
    const unusable = [
      { what: "jobs[1].jobId", seen: "absent" },
      { what: "jobs[2].jobId", seen: "absent" },
      { what: "jobs[2].operationType", seen: "absent" },
    ];
    expect(await source.listJobs(ID, { top: 10 })).toEqual({
      ok: true,
      value: [READ_JOB],
      unusable,
      partial: true,
    });
    expect(lines).toEqual([
      {
        name: "source.read",
        operation: "listJobs",
        instanceId: ID,
        outcome: "ok",
        count: 1,
        unusable,
        unusableCount: 3,
        durationMs: expect.any(Number),
      },
    ]);
  });
});

test("a failure is logged with its kind", async () => {
  await withSource(answerPaths({}), async ({ source, lines }) => {
    await source.listInstances();
    expect(lines).toMatchObject([{ operation: "listInstances", outcome: "not-found", failure: { status: 404 } }]);
  });
});

test.each([0, -1, 1.5, Number.NaN])("top %p is a programming fault", async (top) => {
  await withSource(answerPaths({}), async ({ source }) => {
    await expect(source.listJobs(ID, { top })).rejects.toThrow("top must be a positive whole number");
  });
});

type Seen = SpanStart & { readonly noted: SpanAttributes; readonly error: string | undefined };

function spying(): { readonly spans: Seen[]; readonly inSpan: NonNullable<SourceDeps["inSpan"]> } {
  const spans: Seen[] = [];
  return { spans, inSpan: (start, work) => work((noted, error) => void spans.push({ ...start, noted, error })) };
}

const answering =
  (status: number) =>
  (_: unknown, response: Parameters<typeof answer>[0]): void =>
    answer(response, status, []);

test.each([
  { status: 200, error: undefined },
  { status: 503, error: "unavailable" },
])("a call that ends with $status is a span by its operation, without its address", async ({ status, error }) => {
  const { spans, inSpan } = spying();
  await withSource(answering(status), ({ source }) => source.listDataSources("i1"), { deps: { inSpan } });
  expect(spans).toEqual([
    {
      name: "GET listDataSources",
      kind: "client",
      attributes: { "peer.service": "customer-insights" },
      noted: { "http.response.status_code": status },
      error,
    },
  ]);
});

test("a write is a span, too", async () => {
  const { spans, inSpan } = spying();
  const item = { instanceId: "i1", entity: "UnifiedActivity", values: {}, itemId: "canary" };
  await withSource(answering(201), ({ source }) => source.updateItem(item as never), { deps: { inSpan } });
  expect(spans.map(({ name }) => name)).toEqual(["PATCH item"]);
  expect(JSON.stringify(spans)).not.toContain("canary");
});

const ITEM = { instanceId: "0b1f0c1e-52a1-4c0e-9a55-0a4de1f0b001", entity: "Customer", item: { Name: "Ada" } };

test.each<[string, RequestListener]>([
  [
    "breaks off",
    (_request, response) => {
      response.writeHead(201, { "content-length": "100" });
      response.write("{", () => response.destroy());
    },
  ],
  ["is too long", (_request, response) => response.writeHead(201).end(JSON.stringify("x".repeat(2_000)))],
  ["is no JSON", (_request, response) => response.writeHead(201).end("<html>")],
])("a write that was made stays one though what it is answered %s: it must not be made again", async (_, listener) => {
  const made = await withSource(listener, ({ source }) => source.createItem(ITEM), {
    settings: { maxAnswerBytes: 1_000 },
  });
  expect(made).toMatchObject({ ok: true, status: 201 });
});

test("a write whose answer is not HTTP was not made, for all that is known", async () => {
  const made = await withSource(
    (request) => void request.socket.end("no HTTP\r\n\r\n"),
    ({ source }) => source.createItem(ITEM),
  );
  expect(made).toMatchObject({ ok: false, failure: { kind: "malformed" } });
});
