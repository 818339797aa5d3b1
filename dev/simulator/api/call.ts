/** A call of the API as its handlers get it, and the answer that they return. */

import { type IncomingHttpHeaders } from "node:http";
import { type Fault, type Instance, type World } from "../world/model";

/** A call of an operation, after its credentials, path and instance were found good. */
export interface ApiCall {
  readonly world: World;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Scheme, host and port the caller used. */
  readonly origin: string;
  readonly prefix: "v1" | "api";
  readonly refuse: (refusal: Refusal) => Answer;
}

/** An HTTP answer: `json`, or `text` or `bytes` of the content type in the headers, or no body at all. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: Buffer;
}

export interface InstanceCall extends ApiCall {
  readonly instance: Instance;
}

export type InstanceHandler = (call: InstanceCall) => Answer;

/** The object of a body, given as JSON or as JSON text inside a JSON string; undefined when it is neither. */
export function readWrittenBody(body: string): Readonly<Record<string, unknown>> | undefined {
  const outer = parse(body);
  const value = typeof outer === "string" ? parse(outer) : outer;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A boolean of the query; anything but `true` is false, as an unreadable value is to the source. */
export function readFlag(query: URLSearchParams, name: string, absent = false): boolean {
  const text = query.get(name);
  return text === null ? absent : text.toLowerCase() === "true";
}

/** A whole number of the query, at least 0; the default when it is absent or unreadable. */
export function readCount(query: URLSearchParams, name: string, absent: number): number {
  const text = query.get(name) ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : absent;
}

export function countCall({ calls }: World, operation: string): void {
  calls.set(operation, (calls.get(operation) ?? 0) + 1);
}

/** `fault` is the fault of the connection that hits this call, if any; it spoils the answer on its way. */
export interface ApiResult {
  readonly answer: Answer;
  readonly fault: Fault | undefined;
}

export interface Refusal {
  readonly status: 400 | 403 | 404 | 406 | 409 | 429 | 500 | 503;
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly retryAfterSeconds?: number | undefined;
}
