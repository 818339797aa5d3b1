import { createHash } from "node:crypto";
import { type PartitionFile } from "../../model/entity";
import { type Note } from "../reading/createNotes";
import { field } from "../reading/field";
import { isObject } from "../reading/isObject";
import { toText } from "../reading/toText";

/** Ours to send, whatever the source says; `host` is that of the address. */
const OURS =
  /^(?:host|range|x-ms-range|connection|content-length|transfer-encoding|expect|upgrade|accept-encoding|te)$/i;
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;

/** One storage request of the source; undefined and noted when its address or a header cannot be used. */
export function toPartitionFile(seen: unknown, at: string, note: Note): PartitionFile | undefined {
  const uri = toText(field(seen, "uri"));
  const headers = toHeaders(field(seen, "headers"));
  const url = uri !== undefined && URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url) note(`${at}.uri`, uri);
  if (!headers) note(`${at}.headers`, field(seen, "headers"));
  return url && headers && { partitionId: toPartitionId(url), uri: url.href, headers };
}

/** What may change in the address of a file that stays is left out: the signature with its times. */
function toPartitionId({ origin, pathname, searchParams }: URL): string {
  const parts = [origin, pathname, searchParams.get("snapshot"), searchParams.get("versionid")];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

function toHeaders(seen: unknown): Record<string, string> | undefined {
  if (seen === undefined) return {};
  if (!isObject(seen)) return undefined;
  const headers = Object.entries(seen).filter(([name]) => !OURS.test(name));
  return headers.every(isHeader) ? Object.fromEntries(headers) : undefined;
}

function isHeader(header: [string, unknown]): header is [string, string] {
  const [name, value] = header;
  return HEADER_NAME.test(name) && typeof value === "string" && HEADER_VALUE.test(value);
}
