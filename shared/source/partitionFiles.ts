/**
 * The files that hold an entity's rows: their list as CI gives it, and the check of an answer that one of them gives.
 */

import { createHash } from "node:crypto";
import { type IncomingHttpHeaders } from "node:http";
import { type PartitionFile } from "../model/entity";
import { type SourceReads } from "../model/sourceReads";
import { type Note, toItems } from "./answer/objectReader";
import { field, isObject, toText } from "./answer/values";
import { type ReadSource } from "./readSource";

export function partitionReads(read: ReadSource): Pick<SourceReads, "listPartitionFiles"> {
  return {
    /**
     * A list in which one file cannot be used is `malformed`: rows would be missing. An entity that has no rows has no
     * files.
     */
    listPartitionFiles: async (instanceId, entity) =>
      read({
        operation: "listPartitionFiles",
        instanceId,
        path: ["instances", instanceId, "data", entity],
        query: { $select: "*", proxy: "true" },
        toValue: toFiles,
      }),
  };
}

function toFiles(json: unknown, note: Note): PartitionFile[] | undefined {
  if (json === undefined) return []; // 204
  const value = field(json, "httpRequests");
  const files = toItems(value, { path: "httpRequests", note, toItem: toPartitionFile });
  const isWhole = Array.isArray(value) && files?.length === value.length;
  return isWhole ? files : undefined;
}

/** Parses one storage request of the source; undefined and noted when its address or a header cannot be used. */
export function toPartitionFile(value: unknown, path: string, note: Note): PartitionFile | undefined {
  const uri = toText(field(value, "uri"));
  const headers = toHeaders(field(value, "headers"));
  const url = uri !== undefined && URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url) note(`${path}.uri`, uri);
  if (!headers) note(`${path}.headers`, field(value, "headers"));
  return url && headers && { partitionId: toPartitionId(url), uri: url.href, headers };
}

/** Headers that the source must not set: they are ours to send, and `host` is that of the address. */
const OURS =
  /^(?:host|range|x-ms-range|connection|content-length|transfer-encoding|expect|upgrade|accept-encoding|te)$/i;

function toHeaders(value: unknown): Record<string, string> | undefined {
  if (value === undefined) return {};
  if (!isObject(value)) return undefined;
  const headers = Object.entries(value).filter(([name]) => !OURS.test(name));
  return headers.every(isHeader) ? Object.fromEntries(headers) : undefined;
}

const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

const HEADER_VALUE = /^[\t\x20-\x7e]*$/;

function isHeader(header: [string, unknown]): header is [string, string] {
  const [name, value] = header;
  return HEADER_NAME.test(name) && typeof value === "string" && HEADER_VALUE.test(value);
}

/** The id of a file. It leaves out the signature with its times, which changes while the file stays the same. */
function toPartitionId({ origin, pathname, searchParams }: URL): string {
  const parts = [origin, pathname, searchParams.get("snapshot"), searchParams.get("versionid")];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

/** The reason why an answer with 200 or 206 cannot be read from `offset` on; undefined when it can. */
export function findFlaw(statusCode: number, headers: IncomingHttpHeaders, offset: number): string | undefined {
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") return "is compressed, which was not asked for";
  // A length or chunks are needed to distinguish a file that breaks off from one that ends.
  if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) {
    return "does not say how long it is";
  }
  const isPart = new RegExp(`^bytes ${offset}-\\d+/`, "i").test(headers["content-range"] ?? "");
  return statusCode === 206 && !isPart ? "is another part of the file than was asked for" : undefined;
}
