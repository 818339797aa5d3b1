/** An HTTP request as the host reads it: its key, its body, and its conversion into the form that the worker takes. */
import { timingSafeEqual } from "node:crypto";
import { type IncomingMessage } from "node:http";
import { type AuthLevel } from "../functions/hostedFunction";
import { type HttpRequestData, type NullableValue } from "../worker/coreTypes";
import { type RouteValues } from "./routeMatch";

export interface HttpConversion {
  readonly params: RouteValues;
  /** The body, empty when there is none. */
  readonly body: Buffer;
  /**
   * True behaves like Azure: the values of a repeated query key arrive as one, joined with commas, and a chunked
   * request has no body.
   */
  readonly isStrict: boolean;
}

/** An HTTP request as the host hands it to the worker. `url` is absolute. */
export function toHttpRequest(
  request: IncomingMessage,
  url: string,
  { params, body, isStrict }: HttpConversion,
): HttpRequestData {
  const query = url.includes("?") ? url.slice(url.indexOf("?") + 1) : "";
  const hasLength = Number(request.headers["content-length"] ?? 0) > 0;
  return {
    url,
    method: request.method ?? "GET",
    nullableHeaders: toNullable(joinHeaders(request)),
    nullableParams: toNullable(Object.entries(params)),
    ...(isStrict && { nullableQuery: toNullable(joinQuery(query)) }),
    ...(body.length > 0 && (hasLength || !isStrict) && { body: { bytes: body } }),
  };
}

type NullableMap = Record<string, NullableValue<string>>;

function toNullable(entries: readonly (readonly [string, string])[]): NullableMap {
  return Object.fromEntries(entries.map(([name, value]) => [name, { value }]));
}

function joinHeaders({ headersDistinct }: IncomingMessage): [string, string][] {
  return Object.entries(headersDistinct).map(([name, values = []]) => [name, values.join(",")]);
}

/** Keys are the same whatever their case, as in ASP.NET; the first spelling stays. */
function joinQuery(query: string): [string, string][] {
  const joined = new Map<string, [string, string]>();
  for (const [key, value] of new URLSearchParams(query)) {
    const earlier = joined.get(key.toLowerCase());
    joined.set(key.toLowerCase(), earlier ? [earlier[0], `${earlier[1]},${value}`] : [key, value]);
  }
  return [...joined.values()];
}

/** `key` is the one key of this host, both master and function key; undefined: keys are not checked. */
export function isAuthorized(request: IncomingMessage, level: AuthLevel, key: string | undefined): boolean {
  if (key === undefined || level === "anonymous") return true;
  const header = request.headers["x-functions-key"];
  const code = new URLSearchParams((request.url ?? "").split("?").slice(1).join("?")).get("code");
  const given = typeof header === "string" && header !== "" ? header : code;
  return given !== null && isSame(Buffer.from(given), Buffer.from(key));
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The request's body, or undefined when it is longer than `limit` bytes; the rest is then read and thrown away. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const isAnnouncedTooLong = Number(request.headers["content-length"] ?? 0) > limit;
    if (isAnnouncedTooLong) resolve(undefined);
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) resolve(undefined);
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", reject);
  });
}
