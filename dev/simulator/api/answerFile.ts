import { type IncomingHttpHeaders } from "node:http";
import { findTable } from "../data/listTables";
import { partitionNames, ROWS_PER_PARTITION, signPartition, toCsv } from "../data/partitions";
import { readRows } from "../data/readRows";
import { type Table } from "../data/table";
import { type Answer } from "../http/answer";
import { decodeSegment } from "../http/decodeSegment";
import { type Instance, type World } from "../world/model";
import { type ApiResult } from "./answerApi";
import { answerRange } from "./answerRange";
import { countCall } from "./countCall";
import { STORAGE_VERSION } from "./listPartitionRequests";
import { refuseByFault } from "./refuseByFault";
import { takeFault } from "./takeFault";

const FORBIDDEN: Answer = {
  status: 403,
  headers: { "content-type": "application/xml" },
  text: "<Error><Code>AuthenticationFailed</Code></Error>",
};

/** What a partition file is called where calls are counted and faults are set. */
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

function answerText(text: string | undefined, { scene }: World, { range }: IncomingHttpHeaders): Answer {
  return text === undefined ? { status: 404 } : answerRange(text, scene.fileRanges ? range : undefined);
}

function readFile(world: World, instance: Instance, table: Table, file: string): string | undefined {
  const rows = readRows(world, instance, table);
  const index = partitionNames(rows.length).indexOf(file);
  if (index < 0) return undefined;
  return toCsv(table, rows.slice(index * ROWS_PER_PARTITION, (index + 1) * ROWS_PER_PARTITION));
}

function isAllowed({ searchParams }: URL, headers: IncomingHttpHeaders, signature: string): boolean {
  const isPlain = headers.authorization === undefined && headers["x-ms-version"] === STORAGE_VERSION;
  return isPlain && searchParams.get("sig") === signature;
}
