import { type Agent } from "undici";
import { type SourceFailure } from "../../model/sourceAnswer";
import { type Tokens } from "../tokens/createTokens";
import { type Fetched, type TextRequest, fetchText } from "./fetchText";
import { isHeaderValue } from "./isHeaderValue";
import { parseJson } from "./parseJson";
import { toFailure } from "./toFailure";
import { toFailureText } from "./toFailureText";
import { type PathParts, toPath } from "./toPath";
import { toWriteFailure } from "./toWriteFailure";

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
    /** Never to be seen in a failure, whoever repeats them. */
    readonly secrets: readonly (string | undefined)[];
  };
}

/** A call that changes something: sent once, whatever comes of it. */
export interface WriteCall extends PathParts {
  readonly method: "POST" | "PATCH";
  readonly json: unknown;
}

/** One authenticated GET: the JSON of a success, or why there is none. */
export async function requestJson(parts: PathParts, deps: RequestDeps): Promise<JsonAnswer> {
  const sent = await send(parts, {}, deps);
  if (!sent.ok) return sent;
  const json = parseJson(sent.text);
  if (json !== undefined) return { ok: true, status: sent.status, json };
  const words = sent.text.trim() === "" ? "is empty" : "is not JSON";
  return failed({ kind: "malformed", status: sent.status, message: `the source's answer ${words}` });
}

/**
 * One authenticated write. What a success says is of no use (reference 2.4), so it may say nothing, be too long or break off: to
 * call it a failure would make the caller write again.
 */
export async function sendJson({ method, json, ...parts }: WriteCall, deps: RequestDeps): Promise<JsonAnswer> {
  const sent = await send(parts, { method, body: JSON.stringify(json) }, deps);
  if (sent.ok) return { ok: true, status: sent.status, json: parseJson(sent.text) ?? null };
  const { kind, status } = sent.failure;
  // Of writes only a success whose body cannot be had is malformed and has a status.
  return kind === "malformed" && status !== undefined ? { ok: true, status, json: null } : sent;
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

function toHeaders(token: string, { subscriptionKey }: RequestDeps["http"]): Record<string, string> {
  return {
    accept: "application/json;odata.metadata=minimal",
    authorization: `Bearer ${token}`,
    ...(subscriptionKey !== undefined && { "ocp-apim-subscription-key": subscriptionKey }),
  };
}

function noToken(reason: string, secrets: readonly (string | undefined)[]): SourceFailure {
  return { kind: "unauthorized", message: `no token for the source could be had: ${toFailureText(reason, secrets)}` };
}

function failed(failure: SourceFailure): { readonly ok: false; readonly failure: SourceFailure } {
  return { ok: false, failure };
}
