import { type Agent } from "undici";
import { type SourceFailure } from "../../model/sourceAnswer";
import { type Tokens } from "../tokens/createTokens";
import { fetchText } from "./fetchText";
import { isHeaderValue } from "./isHeaderValue";
import { parseJson } from "./parseJson";
import { toFailure } from "./toFailure";
import { toFailureText } from "./toFailureText";
import { type PathParts, toPath } from "./toPath";

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

/** One authenticated GET: the JSON of a success, or why there is none. */
export async function requestJson(parts: PathParts, deps: RequestDeps): Promise<JsonAnswer> {
  const { agent, tokens, http } = deps;
  const path = toPath(parts);
  if (path === undefined) return failed({ kind: "rejected", message: "an id or name cannot be part of an address" });
  const token = await tokens.get().catch((error: unknown) => ({ problem: String(error) }));
  if (typeof token !== "string") return failed(noToken(token.problem, http.secrets));
  if (!isHeaderValue(token)) return failed(noToken("it has characters that cannot be sent", []));
  const fetched = await fetchText({ ...http, path: http.prefix + path, headers: toHeaders(token, http) }, agent);
  if (!fetched.ok) return fetched;
  const { status, text } = fetched;
  if (status === 401) tokens.drop(token);
  if (status < 200 || status >= 300) {
    return failed(toFailure({ ...fetched, body: text }, deps.now(), [...http.secrets, token]));
  }
  const json = parseJson(text);
  if (json !== undefined) return { ok: true, status, json };
  const words = text.trim() === "" ? "is empty" : "is not JSON";
  return failed({ kind: "malformed", status, message: `the source's answer ${words}` });
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

function failed(failure: SourceFailure): JsonAnswer {
  return { ok: false, failure };
}
