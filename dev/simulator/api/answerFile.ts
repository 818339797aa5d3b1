import { type IncomingHttpHeaders } from "node:http";
import { findTable } from "../data/listTables";
import { partitionNames, ROWS_PER_PARTITION, signPartition, toCsv } from "../data/partitions";
import { readRows } from "../data/readRows";
import { type Answer } from "../http/answer";
import { decodeSegment } from "../http/decodeSegment";
import { type World } from "../world/model";
import { STORAGE_VERSION } from "./listPartitionRequests";

const FORBIDDEN: Answer = {
  status: 403,
  headers: { "content-type": "application/xml" },
  text: "<Error><Code>AuthenticationFailed</Code></Error>",
};

/** A partition file of `/_files`. Storage refuses a wrong signature, a missing version header and a foreign token. */
export function answerFile(world: World, url: URL, headers: IncomingHttpHeaders): Answer {
  const [, , instanceId = "", name = "", file = ""] = url.pathname.split("/").map(decodeSegment);
  const instance = world.instances.find((each) => each.instanceId === instanceId);
  const table = instance && findTable(instance, name);
  if (!instance || !table) return { status: 404 };
  const signature = signPartition(instance, table.qualifiedName, file);
  if (!isAllowed(url, headers, signature)) return FORBIDDEN;
  const rows = readRows(world, instance, table);
  const index = partitionNames(rows.length).indexOf(file);
  if (index < 0) return { status: 404 };
  const part = rows.slice(index * ROWS_PER_PARTITION, (index + 1) * ROWS_PER_PARTITION);
  return { status: 200, headers: { "content-type": "text/csv; charset=utf-8" }, text: toCsv(table, part) };
}

function isAllowed({ searchParams }: URL, headers: IncomingHttpHeaders, signature: string): boolean {
  const isPlain = headers.authorization === undefined && headers["x-ms-version"] === STORAGE_VERSION;
  return isPlain && searchParams.get("sig") === signature;
}
