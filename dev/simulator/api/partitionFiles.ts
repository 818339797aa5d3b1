/** Partition files: the requests that the API answers for them, and the simulated storage that serves them. */
import { createHash } from "node:crypto";
import { type IncomingHttpHeaders } from "node:http";
import { readRows } from "../data/rows";
import { type Table } from "../data/table";
import { findTable } from "../data/tableList";
import { type Instance, type Row, type World } from "../world/model";
import { type ApiResult, type Answer, type InstanceCall, countCall } from "./call";
import { decodeSegment } from "./contract";
import { refuseByFault, takeFault } from "./errors";

const FORBIDDEN: Answer = {
  status: 403,
  headers: { "content-type": "application/xml" },
  text: "<Error><Code>AuthenticationFailed</Code></Error>",
};

/** The name of a read of a partition file where calls are counted and faults are set. */
const OPERATION = "partition-file";

/** A partition file of `/_files`. Storage refuses a wrong signature, a missing version header and a foreign token. */
export function answerFile(world: World, url: URL, headers: IncomingHttpHeaders): ApiResult {
  const [, , instanceId = "", name = "", file = ""] = url.pathname.split("/").map(decodeSegment);
  countCall(world, OPERATION);
  const fault = takeFault(world, { operationId: OPERATION, path: url.pathname, instanceId });
  const refused = refuseByFault(world, undefined, fault);
  if (refused) return { answer: refused, fault: undefined };
  const instance = world.instances.find((each) => each.instanceId === instanceId);
  const table = instance && findTable(instance, name);
  if (!instance || !table) return { answer: { status: 404 }, fault };
  const isSigned = isAllowed(url, headers, signPartition(instance, table.qualifiedName, file));
  if (!isSigned) return { answer: FORBIDDEN, fault };
  return { answer: answerText(readFile(world, instance, table, file), world, headers), fault };
}

const STORAGE_VERSION = "2021-08-06";

function isAllowed({ searchParams }: URL, headers: IncomingHttpHeaders, signature: string): boolean {
  const isPlain = headers.authorization === undefined && headers["x-ms-version"] === STORAGE_VERSION;
  return isPlain && searchParams.get("sig") === signature;
}

/** The credential in a partition's address. */
function signPartition({ instanceId }: Instance, table: string, file: string): string {
  return createHash("sha256").update(`${instanceId}/${table}/${file}`).digest("hex").slice(0, 24);
}

function answerText(text: string | undefined, { scene }: World, { range }: IncomingHttpHeaders): Answer {
  return text === undefined ? { status: 404 } : answerRange(text, scene.fileRanges ? range : undefined);
}

const TYPE = "text/csv; charset=utf-8";

/**
 * A file as storage gives it: whole, or from a byte on (`bytes=100-`), with an ETag that changes with what is in it.
 */
function answerRange(text: string, range: string | undefined): Answer {
  const bytes = Buffer.from(text);
  const etag = `"${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}"`;
  const [, from] = /^bytes=(\d+)-$/.exec(range ?? "") ?? [];
  if (from === undefined) return { status: 200, headers: { "content-type": TYPE, etag }, text };
  const start = Number(from);
  if (start >= bytes.length) return { status: 416, headers: { "content-range": `bytes */${bytes.length}`, etag } };
  return {
    status: 206,
    headers: { "content-type": TYPE, "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}`, etag },
    bytes: bytes.subarray(start),
  };
}

const ROWS_PER_PARTITION = 250;

function readFile(world: World, instance: Instance, table: Table, file: string): string | undefined {
  const rows = readRows(world, instance, table);
  const index = partitionNames(rows.length).indexOf(file);
  if (index < 0) return undefined;
  return toCsv(table, rows.slice(index * ROWS_PER_PARTITION, (index + 1) * ROWS_PER_PARTITION));
}

/** Names of the files that hold this many rows. */
export function partitionNames(rowCount: number): string[] {
  return Array.from(
    { length: Math.ceil(rowCount / ROWS_PER_PARTITION) },
    (_, index) => `part-${String(index).padStart(5, "0")}.csv`,
  );
}

/** CSV without a header row, but for segments, whose files have one. */
function toCsv({ columns, entityType }: Table, rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => toField(row[column] ?? null)).join(","));
  return [...(entityType === "segment" ? [columns.join(",")] : []), ...lines].map((line) => `${line}\r\n`).join("");
}

function toField(cell: Row[string]): string {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The proxy answer: one storage request per file, to be sent with exactly these headers and without the API's token.
 */
export function listPartitionRequests({ world, instance, origin }: InstanceCall, table: Table) {
  const { qualifiedName } = table;
  const names = partitionNames(readRows(world, instance, table).length);
  return {
    httpRequests: names.map((file) => {
      const signature = signPartition(instance, qualifiedName, file);
      const path = `${instance.instanceId}/${encodeURIComponent(qualifiedName)}/${file}`;
      return {
        uri: `${origin}/_files/${path}?sv=${STORAGE_VERSION}&sig=${signature}`,
        headers: { "x-ms-version": STORAGE_VERSION },
      };
    }),
  };
}
