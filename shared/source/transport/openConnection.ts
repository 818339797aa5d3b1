import { Agent } from "undici";
import { type SourceSettings } from "../sourceSettings";
import { createTokens } from "../tokens/createTokens";
import { requestToken } from "../tokens/requestToken";
import { withDeadline } from "../tokens/withDeadline";
import { isHeaderValue } from "./isHeaderValue";
import { parseBaseUrl } from "./parseBaseUrl";
import { type JsonAnswer, type WriteCall, requestJson, sendJson } from "./requestJson";
import { type PathParts } from "./toPath";

const DEFAULT_TIMEOUT_MS = 20_000;
const DEFAULT_MAX_ANSWER_BYTES = 20 * 1024 * 1024;
const MAX_CONNECTIONS = 10;
// Longer than the pauses within a poll, shorter than the four minutes after which Azure drops an idle connection.
const KEEP_ALIVE_MS = 30_000;

export interface ConnectionDeps {
  readonly now: () => Date;
  /** Instead of `settings.auth`; asked before every call, so it keeps the token itself as long as that is good. */
  readonly getToken?: () => Promise<string>;
}

export interface Connection {
  readonly get: (parts: PathParts) => Promise<JsonAnswer>;
  readonly send: (write: WriteCall) => Promise<JsonAnswer>;
  readonly close: () => Promise<void>;
}

/** Throws a TypeError that names the setting which cannot be used; opens no socket before the first `get`. */
export function openConnection(settings: SourceSettings, deps: ConnectionDeps): Connection {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, maxAnswerBytes = DEFAULT_MAX_ANSWER_BYTES, subscriptionKey, auth } = settings;
  const base = parseBaseUrl(settings.baseUrl);
  checkSecret("subscriptionKey", subscriptionKey);
  checkSecret("auth.token", auth.kind === "token" ? auth.token : undefined);
  const { getToken } = deps;
  const tokens = createTokens({
    now: deps.now,
    requestToken: async () =>
      withDeadline(async (signal) => (getToken ? { token: await getToken() } : requestToken(auth, signal)), timeoutMs),
  });
  // One deadline rules (fetchText), so undici's own are switched off.
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

function checkSecret(name: string, secret: string | undefined): void {
  if (secret === undefined || isHeaderValue(secret)) return;
  throw new TypeError(`${name} must be visible ASCII characters without spaces`);
}
