/**
 * A table of Azure Table storage through its SDK, which is the raw form: a write may be refused, or its answer lost,
 * and then nothing is concluded from that. `confirmWrites` makes it the `Table` that the stores use. Rows are converted
 * in rowEntity.ts; clients are opened, with their retries, in createTables.ts.
 */
import { type Version } from "../../model/stored";
import { type Failure, createOnFirstUse, isUndecided, readFailure } from "../client/failures";
import { type Pipeline, type TableClient, type TransactionAction } from "../client/sdk";
import { escapeText, fromEntity, toTableEntity } from "./rowEntity";
import {
  type Action,
  type Condition,
  type Found,
  type ListOptions,
  PAGE_ROWS,
  type RawTable,
  type RowRange,
  type StoredRow,
  type Submitted,
} from "./table";

/** A raw table of Azure Table storage or of Azurite, created at its first use. */
export function azureTable(client: TableClient): RawTable {
  const wasRepeated = countSends(client.pipeline);
  addRemovalByVersion(client.pipeline);
  sendAscii(client.pipeline);
  const use = createOnFirstUse(client.tableName, "TableNotFound", () => client.createTable());
  return {
    name: client.tableName,
    get: (partition, row) => use(() => get(client, partition, row)),
    list: (partition, range, options = {}) =>
      use(() => list(client, toFilter(partition, range, options.where), options)),
    nextPartition: (after) => use(() => nextPartition(client, after)),
    submit: (partition, actions) =>
      use(() => submit(client, partition, actions).catch((thrown: unknown) => refusal(thrown, wasRepeated(thrown)))),
  };
}

/**
 * Counts how often requests are sent. The returned function is true for an error of the SDK whose request was sent more
 * than once: then an earlier send may have been done and its answer lost, which the last answer does not show.
 */
function countSends(pipeline: Pipeline): (thrown: unknown) => boolean {
  const sends = new WeakMap<object, number>();
  pipeline.addPolicy(
    {
      name: "countSends",
      sendRequest(request, next) {
        sends.set(request, (sends.get(request) ?? 0) + 1);
        return next(request);
      },
    },
    { afterPhase: "Retry" },
  );
  return (thrown) => {
    const request = thrown instanceof Error && "request" in thrown ? thrown.request : undefined;
    return typeof request === "object" && request !== null && (sends.get(request) ?? 0) > 1;
  };
}

/** The property that marks an update in a transaction as a removal by version. */
const REMOVAL_MARK = "removeByVersion";

const MARKED = `"${REMOVAL_MARK}":true`;

const PART_BOUNDARY = "\r\n--changeset_";

/**
 * Adds removals by version to transactions. The service accepts them, but the SDK cannot send them (data-tables 13.3):
 * its removals are for any version. So a removal is given to the SDK as a marked update by version, and is changed to a
 * removal here, when the request is sent.
 */
function addRemovalByVersion(pipeline: Pipeline): void {
  pipeline.addPolicy(
    {
      name: "removalByVersion",
      sendRequest(request, next) {
        if (typeof request.body === "string" && request.body.includes(MARKED))
          request.body = request.body.split(PART_BOUNDARY).map(toRemoval).join(PART_BOUNDARY);
        return next(request);
      },
    },
    { phase: "Serialize" }, // before the request is measured and signed
  );
}

const UPDATE = /\r\n\r\nPUT (\S+ HTTP\/1\.1)\r\n/;

const BODY = /\r\n\r\n\s*\{.*\}$/s;

/** A text within the JSON of a part cannot be taken for one of its header lines: JSON has no raw line breaks. */
function toRemoval(part: string): string {
  if (!part.includes(MARKED)) return part;
  return part
    .replace(UPDATE, "\r\n\r\nDELETE $1\r\n")
    .replace(/\r\nContent-Type: application\/json[^\r]*/i, "")
    .replace(BODY, "\r\n\r\n");
}

const NOT_ASCII = /[^\0-~]/g;

/**
 * Sends bodies as ASCII: each other UTF-16 unit as its JSON escape, which the service reads as the same text. Azurite
 * decodes a long body piece by piece, and would spoil a character that lies on a border. Only JSON in a body has other
 * characters.
 */
function sendAscii(pipeline: Pipeline): void {
  pipeline.addPolicy(
    {
      name: "asciiBody",
      sendRequest(request, next) {
        if (typeof request.body === "string") request.body = request.body.replaceAll(NOT_ASCII, toJsonEscape);
        return next(request);
      },
    },
    { phase: "Serialize" }, // before the request is measured and signed
  );
}

function toJsonEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

async function get(client: TableClient, partition: string, row: string): Promise<StoredRow | undefined> {
  try {
    return fromEntity(await client.getEntity(partition, row));
  } catch (thrown) {
    if (foundBy(readFailure(thrown)) === "missing") return undefined;
    throw thrown;
  }
}

function foundBy({ status, code }: Failure): Found | undefined {
  if (status === 412) return "moved";
  if (status === 409 && code === "EntityAlreadyExists") return "exists";
  return status === 404 && (code === "ResourceNotFound" || code === "EntityNotFound") ? "missing" : undefined;
}

/**
 * A page may be short, even empty, and more may follow ("Query timeout and pagination"): only the end of the pages is
 * the end.
 */
async function list(
  client: TableClient,
  filter: string,
  { top = Infinity, select }: ListOptions,
): Promise<readonly StoredRow[]> {
  const queryOptions = { filter, ...(select && { select: ["RowKey", ...select] }) };
  const rows: StoredRow[] = [];
  const pages = client.listEntities({ queryOptions }).byPage({ maxPageSize: Math.min(top, PAGE_ROWS) });
  for await (const page of pages) {
    rows.push(...page.map((entity) => fromEntity(entity)));
    if (rows.length >= top) break;
  }
  return rows.slice(0, top);
}

/** A range of a partition as an OData filter. Every literal is quoted and its quotes are doubled. */
export function toFilter(partition: string, { from, before }: RowRange, where: ListOptions["where"] = []): string {
  const clauses = [
    `PartitionKey eq ${quote(partition)}`,
    `RowKey ge ${quote(from)}`,
    `RowKey lt ${quote(before)}`,
    ...[where].flat().map((each) => toClause(each)),
  ];
  return clauses.join(" and ");
}

/** A text as an OData literal. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function toClause(where: Condition): string {
  if ("atMost" in where) return `${where.property} le ${quote(where.atMost)}`;
  const { equals } = where;
  return `${where.property} eq ${typeof equals === "boolean" ? String(equals) : quote(escapeText(equals))}`;
}

/** An empty page is not the end here either. */
async function nextPartition(client: TableClient, after: string): Promise<string | undefined> {
  const queryOptions = { filter: `PartitionKey gt ${quote(after)}`, select: ["PartitionKey"] };
  for await (const page of client.listEntities({ queryOptions }).byPage({ maxPageSize: 1 })) {
    const [first] = page;
    if (first) return first.partitionKey;
  }
  return undefined;
}

async function submit(client: TableClient, partition: string, actions: readonly Action[]): Promise<Submitted> {
  const [first] = actions;
  if (first && actions.length === 1)
    return { answer: "written", versions: [await submitOne(client, partition, first)] };
  const { subResponses } = await client.submitTransaction(actions.map((action) => toTransaction(partition, action)));
  return { answer: "written", versions: subResponses.map(({ etag }) => etag ?? "") };
}

async function submitOne(client: TableClient, partition: string, action: Action): Promise<Version> {
  const version = action.version !== undefined ? { etag: action.version } : {};
  if (action.kind === "remove") {
    await client.deleteEntity(partition, action.row, version);
    return "";
  }
  const entity = toTableEntity(partition, action.row, action.values);
  const { etag = "" } = await (action.kind === "insert"
    ? client.createEntity(entity)
    : action.kind === "upsert"
      ? client.upsertEntity(entity, "Replace")
      : client.updateEntity(entity, action.kind === "merge" ? "Merge" : "Replace", version));
  return etag;
}

function toTransaction(partition: string, action: Action): TransactionAction {
  if (action.kind === "remove") {
    const keys = { partitionKey: partition, rowKey: action.row };
    if (action.version === undefined) return ["delete", keys];
    return ["update", { ...keys, [REMOVAL_MARK]: true }, "Replace", { etag: action.version }];
  }
  const entity = toTableEntity(partition, action.row, action.values);
  if (action.kind === "insert") return ["create", entity];
  if (action.kind === "upsert") return ["upsert", entity, "Replace"];
  return ["update", entity, action.kind === "merge" ? "Merge" : "Replace", { etag: action.version ?? "*" }];
}

function refusal(thrown: unknown, repeated: boolean): Submitted {
  const failure = readFailure(thrown);
  const found = foundBy(failure);
  if (found) return { answer: "refused", action: failure.index, found, repeated };
  if (isUndecided(failure)) return { answer: "lost", cause: thrown };
  throw thrown;
}
