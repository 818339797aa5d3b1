/**
 * The connection to the CI API: settings checked once, one pool of sockets and one token for the process.
 */

import { Agent } from "undici";
import { type JsonAnswer, type PathParts, type WriteCall, isHeaderValue, requestJson, sendJson } from "./jsonRequest";
import { type SourceAuth, createTokens, requestEntraToken, withDeadline } from "./tokens";

const DEFAULT_TIMEOUT_MS = 20_000;

const DEFAULT_MAX_ANSWER_BYTES = 20 * 1024 * 1024;

const MAX_CONNECTIONS = 10;

/**
 * Longer than the pauses within a poll, and shorter than the four minutes after which Azure drops an idle connection.
 */
const KEEP_ALIVE_MS = 30_000;

export interface ConnectionDeps {
  readonly now: () => Date;
  /** Replaces `settings.auth`. It is asked before every call and keeps the token itself. */
  readonly getToken?: () => Promise<string>;
}

export interface Connection {
  readonly get: (parts: PathParts) => Promise<JsonAnswer>;
  readonly send: (write: WriteCall) => Promise<JsonAnswer>;
  readonly close: () => Promise<void>;
}

/** Throws a TypeError that names a setting which it cannot use. Opens no socket before the first `get`. */
export function openConnection(settings: SourceSettings, deps: ConnectionDeps): Connection {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, maxAnswerBytes = DEFAULT_MAX_ANSWER_BYTES, subscriptionKey, auth } = settings;
  const base = parseBaseUrl(settings.baseUrl);
  checkSecret("subscriptionKey", subscriptionKey);
  checkSecret("auth.token", auth.kind === "token" ? auth.token : undefined);
  const { getToken } = deps;
  const tokens = createTokens({
    now: deps.now,
    requestToken: async () =>
      withDeadline(
        async (signal) => (getToken ? { token: await getToken() } : requestEntraToken(auth, signal)),
        timeoutMs,
      ),
  });
  // One deadline covers a call (`fetchText`), so undici's own are switched off.
  const agent = new Agent({
    connections: MAX_CONNECTIONS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: timeoutMs },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const secrets = [subscriptionKey, auth.kind === "client-secret" ? auth.clientSecret : undefined];
  const http = { ...base, timeoutMs, maxAnswerBytes, subscriptionKey, secrets };
  const requestDeps = { agent, tokens, now: deps.now, http };
  return {
    get: async (parts) => requestJson(parts, requestDeps),
    send: async (write) => sendJson(write, requestDeps),
    close: async () => agent.destroy(),
  };
}

/**
 * The origin and the path prefix of the source; the prefix has no slash at its end. Throws a TypeError that names
 * `baseUrl`.
 */
function parseBaseUrl(baseUrl: string): { origin: string; prefix: string } {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new TypeError("baseUrl must be an absolute http or https address");
  if (url.username || url.password || url.search || url.hash) {
    throw new TypeError("baseUrl must have no user name, password, query or fragment");
  }
  return { origin: url.origin, prefix: url.pathname.replace(/(?<!\/)\/+$/, "") };
}

function checkSecret(name: string, secret: string | undefined): void {
  if (secret === undefined || isHeaderValue(secret)) return;
  throw new TypeError(`${name} must be visible ASCII characters without spaces`);
}

export interface SourceSettings {
  /** The address up to and including the version: `https://api.ci.ai.dynamics.com/v1`. */
  readonly baseUrl: string;
  readonly subscriptionKey?: string;
  /** The deadline for headers and body of one answer together. */
  readonly timeoutMs?: number;
  readonly maxAnswerBytes?: number;
  readonly auth: SourceAuth;
}
