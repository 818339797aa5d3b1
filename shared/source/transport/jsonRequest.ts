/**
 * An authenticated request to the CI API, its address and headers, and the JSON of its answer.
 */

import { type Agent } from "undici";
import { defined } from "../../model/defined";
import { isPathPart, parseJson } from "../../model/text";
import { type SourceFailure } from "../../model/sourceAnswer";
import { toFailure, toFailureText, toWriteFailure } from "./failures";
import { type Fetched, type TextRequest, fetchText } from "./textRequest";
import { type Tokens } from "./tokens";

export interface PathParts {
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** A further part of the query, encoded by the source itself. */
  readonly rest?: string | undefined;
}

/** `json` is undefined for a success without a body (204). */
export type JsonAnswer =
  | { readonly ok: true; readonly status: number; readonly json: unknown }
  | { readonly ok: false; readonly failure: SourceFailure };

export interface RequestDeps {
  readonly agent: Agent;
  readonly tokens: Tokens;
  readonly now: () => Date;
  readonly http: {
    readonly origin: string;
    readonly prefix: string;
    readonly timeoutMs: number;
    readonly maxAnswerBytes: number;
    readonly subscriptionKey: string | undefined;
    /** Secrets that no failure may contain, even when the source repeats them. */
    readonly secrets: readonly (string | undefined)[];
  };
}

/** One authenticated GET: the JSON of a success, or a failure. */
export async function requestJson(parts: PathParts, deps: RequestDeps): Promise<JsonAnswer> {
  const sent = await send(parts, {}, deps);
  if (!sent.ok) return sent;
  if (sent.status === 204 && sent.text.trim() === "") return { ok: true, status: sent.status, json: undefined };
  const json = parseJson(sent.text);
  if (json !== undefined) return { ok: true, status: sent.status, json };
  const words = sent.text.trim() === "" ? "is empty" : "is not JSON";
  return failed({ kind: "malformed", status: sent.status, message: `the source's answer ${words}` });
}

type Sent = Exclude<Fetched, { readonly ok: false }> | { readonly ok: false; readonly failure: SourceFailure };

async function send(parts: PathParts, what: Pick<TextRequest, "method" | "body">, deps: RequestDeps): Promise<Sent> {
  const { agent, tokens, http } = deps;
  const path = toPath(parts);
  if (path === undefined) return failed({ kind: "rejected", message: "an id or name cannot be part of an address" });
  const token = await tokens.get().catch((error: unknown) => ({ problem: String(error) }));
  if (typeof token !== "string") return failed(noToken(token.problem, http.secrets));
  if (!isHeaderValue(token)) return failed(noToken("it has characters that cannot be sent", []));
  const headers = { ...toHeaders(token, http), ...(what.body !== undefined && { "content-type": "application/json" }) };
  const fetched = await fetchText({ ...http, ...what, path: http.prefix + path, headers }, agent);
  if (!fetched.ok) return fetched;
  const { status, text } = fetched;
  if (status === 401) tokens.drop(token);
  if (status >= 200 && status < 300) return fetched;
  const explain = what.method === undefined ? toFailure : toWriteFailure;
  return failed(explain({ ...fetched, body: text }, deps.now(), [...http.secrets, token]));
}

/**
 * Path and query below the base path: every path to the source is built here. Every part becomes one segment. Undefined
 * when a part cannot be one (`isPathPart`) or when `rest` is no query.
 */
export function toPath({ path, query = {}, rest = "" }: PathParts): string | undefined {
  if (!path.every(isPathPart) || !/^[\x21\x22\x24-\x7e]*$/.test(rest)) return undefined;
  // The `$` of OData options stays unencoded, and a blank is `%20`.
  const search = new URLSearchParams(query).toString().replaceAll("%24", "$").replaceAll("+", "%20");
  const whole = [search, rest].filter((part) => part !== "").join("&");
  return `/${path.map(encodeSegment).join("/")}${whole && `?${whole}`}`;
}

function encodeSegment(part: string): string {
  return encodeURIComponent(part).replaceAll("'", "%27");
}

function failed(failure: SourceFailure): { readonly ok: false; readonly failure: SourceFailure } {
  return { ok: false, failure };
}

function noToken(reason: string, secrets: readonly (string | undefined)[]): SourceFailure {
  return { kind: "unauthorized", message: `no token for the source could be had: ${toFailureText(reason, secrets)}` };
}

/**
 * True when a key or token can be sent in a header as it is: visible ASCII, which excludes a line break left over from
 * a file.
 */
export function isHeaderValue(secret: string): boolean {
  return /^[\x21-\x7e]+$/.test(secret);
}

function toHeaders(token: string, { subscriptionKey }: RequestDeps["http"]): Record<string, string> {
  return {
    accept: "application/json;odata.metadata=minimal",
    authorization: `Bearer ${token}`,
    ...defined({ "ocp-apim-subscription-key": subscriptionKey }),
  };
}

/** A call that changes something. It is sent once, whatever its outcome. */
export interface WriteCall extends PathParts {
  readonly method: "POST" | "PATCH";
  readonly json: unknown;
}

/**
 * One authenticated write. The body of a success means nothing (docs/customer-insights.md, "Writes"), so it may be
 * empty, too long or cut: a failure would make the caller write again.
 */
export async function sendJson({ method, json, ...parts }: WriteCall, deps: RequestDeps): Promise<JsonAnswer> {
  const sent = await send(parts, { method, body: JSON.stringify(json) }, deps);
  if (sent.ok) return { ok: true, status: sent.status, json: parseJson(sent.text) ?? null };
  const { kind, status } = sent.failure;
  // Only a success whose body could not be read is `malformed` and has a status.
  return kind === "malformed" && status !== undefined ? { ok: true, status, json: null } : sent;
}
