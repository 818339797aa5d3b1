import { type SimulatorUnderTest } from "./withSimulator";

/** A call of an operation; `{instance}`, `{source}` and `{job}` stand for what there is. */
export interface OperationCall {
  readonly operation: string;
  readonly path: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly status?: number;
}

const customers = "instances/{instance}/data/Customer";
const activity = { ActivityId: "A-1", CustomerId: "c-1", ActivityType: "Purchase", Title: "Order 1", Amount: 9.5 };

export const GOOD_CALLS: readonly OperationCall[] = [
  { operation: "Get-all-instances", path: "instances" },
  { operation: "Get-instance-metadata", path: "instances/{instance}" },
  { operation: "Get-all-data-sources", path: "instances/{instance}/manage/datasources" },
  { operation: "Get-data-source", path: "instances/{instance}/manage/datasources/{source}" },
  { operation: "Get-all-entity-metadata", path: "instances/{instance}/manage/entities?attributesAnnotations=true" },
  { operation: "Get-entity-metadata", path: "instances/{instance}/manage/entities/eCommerce_Purchases" },
  { operation: "Get-entity-size", path: "instances/{instance}/manage/entities/Customer/entitysize" },
  { operation: "Get-all-segments", path: "instances/{instance}/manage/segments?includeHistoricStats=true" },
  { operation: "Get-a-list-of-measures-metadata", path: "instances/{instance}/manage/measures" },
  {
    operation: "Get-metadata-for-a-measure",
    path: "instances/{instance}/manage/measures/AverageOrderValue?includeHistoricStats=true",
  },
  { operation: "Get-workflow-status", path: "instances/{instance}/workflows/main/status" },
  {
    operation: "Get-list-of-recent-workflow-jobs",
    path: "instances/{instance}/workflows/main/jobs?top=50&includeTasks=true",
  },
  {
    operation: "Get-a-workflow-job-information",
    path: "instances/{instance}/workflows/main/jobs/{job}?includeTasks=true",
  },
  {
    operation: "Get-list-of-workflow-task-information-history",
    path: "instances/{instance}/workflows/main/history?top=300",
  },
  { operation: "Get-workflow-schedules", path: "instances/{instance}/workflows/main/schedules" },
  { operation: "Get-entities-with-OData-path", path: `${customers}?$top=5&$count=true` },
  { operation: "Get-entities-with-OData-path", path: `${customers}?$select=*&proxy=true` },
  {
    operation: "Submit-a-workflow-job",
    path: "instances/{instance}/workflows/main/jobs",
    method: "POST",
    body: { operationType: "merge", options: { runDownstreamAfterMerge: true } },
  },
  {
    operation: "Create-an-entity",
    path: "instances/{instance}/data/UnifiedActivity",
    method: "POST",
    body: activity,
    status: 201,
  },
  {
    operation: "Create-an-entity",
    path: "instances/{instance}/data/eCommerce_Purchases",
    method: "POST",
    body: { Id: "PU-new", Amount: 12 },
    status: 202,
  },
  {
    operation: "Update-an-entity",
    path: `${customers}/{customer}`,
    method: "PATCH",
    body: { Email: "new@contoso.example" },
    status: 204,
  },
];

const noInstance = "instances/00000000-0000-4000-8000-000000000000";

export const BAD_CALLS: readonly OperationCall[] = [
  { operation: "Get-instance-metadata", path: noInstance, status: 404 },
  { operation: "Get-all-data-sources", path: `${noInstance}/manage/datasources`, status: 404 },
  { operation: "Get-data-source", path: `${noInstance}/manage/datasources/{source}`, status: 403 },
  {
    operation: "Get-data-source",
    path: "instances/{instance}/manage/datasources/00000000-0000-4000-8000-000000000000",
    status: 500,
  },
  { operation: "Get-entity-metadata", path: "instances/{instance}/manage/entities/Nothing", status: 404 },
  { operation: "Get-entity-size", path: "instances/{instance}/manage/entities/Nothing/entitysize", status: 404 },
  { operation: "Get-metadata-for-a-measure", path: "instances/{instance}/manage/measures/Nothing", status: 404 },
  { operation: "Get-a-workflow-job-information", path: "instances/{instance}/workflows/main/jobs/no-job", status: 404 },
  { operation: "Get-workflow-schedules", path: `${noInstance}/workflows/main/schedules`, status: 403 },
  {
    operation: "Submit-a-workflow-job",
    path: "instances/{instance}/workflows/main/jobs?operationType=Nothing",
    method: "POST",
    status: 404,
  },
  { operation: "Get-entities-with-OData-path", path: "instances/{instance}/data/Nothing", status: 404 },
  { operation: "Get-entities-with-OData-path", path: `${customers}/$count`, status: 404 },
  { operation: "Get-entities-with-OData-path", path: `${customers}?$filter=Nothing eq 1`, status: 400 },
  {
    operation: "Create-an-entity",
    path: "instances/{instance}/data/Customer",
    method: "POST",
    body: { CustomerId: "new" },
    status: 400,
  },
  {
    operation: "Create-an-entity",
    path: "instances/{instance}/data/UnifiedActivity",
    method: "POST",
    body: { ActivityId: "AC-00001" },
    status: 409,
  },
  { operation: "Update-an-entity", path: `${customers}/nobody`, method: "PATCH", body: {}, status: 404 },
  { operation: "Update-an-entity", path: `${customers}/{customer}`, method: "PATCH", body: { Email: 1 }, status: 400 },
];

/** Makes a call with the placeholders of its path filled in; `rewrite` may put the path in another dialect. */
export async function makeCall(
  { call }: SimulatorUnderTest,
  { method = "GET", path, body }: OperationCall,
  names: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? name);
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await call(`v1/${filled}`, init);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** Ids to fill in, taken from the first instance. */
export async function readNames({ get, control }: SimulatorUnderTest): Promise<Readonly<Record<string, string>>> {
  const shown = (await control("GET", "")) as {
    instances: { instanceId: string; dataSources: { dataSourceId: string }[] }[];
  };
  const instance = shown.instances[0]?.instanceId ?? "";
  const jobs = await get<{ jobId: string }[]>(`instances/${instance}/workflows/main/jobs`).catch(() => []);
  const rows = await get<{ value: { CustomerId: string }[] }>(`instances/${instance}/data/Customer?$top=1`);
  return {
    instance,
    source: shown.instances[0]?.dataSources[0]?.dataSourceId ?? "",
    job: jobs[0]?.jobId ?? "",
    customer: rows.value[0]?.CustomerId ?? "",
  };
}
