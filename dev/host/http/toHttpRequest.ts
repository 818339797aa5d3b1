import { type IncomingMessage } from "node:http";
import { type HttpRequestData, type NullableValue } from "../worker/coreTypes";
import { type RouteValues } from "./matchRoute";

type NullableMap = Record<string, NullableValue<string>>;

export interface HttpConversion {
  readonly params: RouteValues;
  /** Empty when there is none. */
  readonly body: Buffer;
  /**
   * As in Azure: the values of a repeated query key arrive as one, joined with commas, and a chunked request has no body.
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

function toNullable(entries: readonly (readonly [string, string])[]): NullableMap {
  return Object.fromEntries(entries.map(([name, value]) => [name, { value }]));
}
