import { withSimulator } from "./withSimulator";

interface Job {
  readonly jobId: string;
  readonly operationType: string;
  readonly jobSubmissionKind: string;
  readonly idList: readonly string[];
  readonly options: unknown;
  readonly tasks: readonly { readonly operationType: string; readonly friendlyName: string }[];
}

/** `{a}` and `{b}` stand for the ids of the first two data sources. */
test.each<[string, string, unknown, string[]]>([
  ["the query alone", "operationType=Ingestion&identifiers={a}", undefined, ["Loyalty programme"]],
  [
    "an encoded comma list",
    "operationType=ingestion&identifiers={a}%2C{b}",
    undefined,
    ["Loyalty programme", "eCommerce (Dataverse)"],
  ],
  ["a quoted id", "operationType=INGESTION&identifiers='{a}'", undefined, ["Loyalty programme"]],
  [
    "a body and a flag",
    "forceRunRequested=false",
    { operationType: "ingestion", identifiers: ["{b}"] },
    ["eCommerce (Dataverse)"],
  ],
  ["JSON text inside JSON", "", JSON.stringify({ operationType: "match" }), ["Map", "Match"]],
  ["a merge", "", { operationType: "merge" }, ["Map", "Match", "Merge"]],
  ["one segment", "operationType=segmentation&identifiers=ChurnRisk", undefined, ["Churn risk"]],
])("a job is submitted by %s", (_, query, body, names) =>
  withSimulator(async ({ get, call, control }) => {
    const instance = await describe(get);
    const fill = (text: string): string => text.replaceAll("{a}", instance.a).replaceAll("{b}", instance.b);
    const init = body === undefined ? {} : { body: fill(JSON.stringify(body)) };
    const response = await call(`v1/${instance.path}/workflows/main/jobs?${fill(query)}`, { method: "POST", ...init });
    const { jobId } = (await response.json()) as Job;
    const job = await get<Job>(`${instance.path}/workflows/main/jobs/${jobId.toUpperCase()}?includeTasks=true`);
    expect(job.jobSubmissionKind).toBe("onDemand");
    expect(job.tasks.map(({ friendlyName }) => friendlyName)).toEqual(names);
    await control("POST", "clock", { advanceSeconds: 30 });
  }),
);

test("an empty POST starts a full refresh", () =>
  withSimulator(async ({ get, call }) => {
    const { path } = await describe(get);
    const response = await call(`v1/${path}/workflows/main/jobs`, { method: "POST" });
    expect(await response.json()).toMatchObject({ operationType: "all", jobStatus: "queued", tasks: null });
  }));

test.each([
  ["an unknown operation", "operationType=Nothing", undefined, 404],
  ["an unknown source", "operationType=ingestion&identifiers=nothing", undefined, 404],
  ["a body that is no object", "", "[1]", 500],
  ["a body that is no JSON", "", "{", 500],
])("a job with %s is refused", (_, query, body, status) =>
  withSimulator(async ({ get, call }) => {
    const { path } = await describe(get);
    const init = body === undefined ? { method: "POST" } : { method: "POST", body };
    expect((await call(`v1/${path}/workflows/main/jobs?${query}`, init)).status).toBe(status);
  }),
);

async function describe(get: <T>(path: string) => Promise<T>) {
  const [instance] = await get<{ instanceId: string }[]>("instances");
  const path = `instances/${instance?.instanceId}`;
  const sources = await get<{ dataSourceMetadata: { dataSourceId: string } }[]>(`${path}/manage/datasources`);
  const [a = "", b = ""] = sources.map(({ dataSourceMetadata }) => dataSourceMetadata.dataSourceId);
  return { path, a, b };
}
