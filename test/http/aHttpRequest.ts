import { HttpRequest, type HttpRequestInit, InvocationContext, type LogLevel } from "@azure/functions";
import { INSTANCE_ID } from "../builders/anEvent";

export const CALLBACK_URL = "https://prod-01.westeurope.logic.azure.com:443/workflows/1?sp=%2Frun&sig=canary-signature";
export const ALLOWED_HOSTS = [".logic.azure.com"];

interface RequestChanges extends HttpRequestInit {
  /** The body, sent as JSON unless it is a text. */
  readonly json?: unknown;
}

/** A subscribe request that is right, as the library makes it of what the host sends, but for `changes`. */
export function aHttpRequest({ json = { callbackUrl: CALLBACK_URL }, ...changes }: RequestChanges = {}): HttpRequest {
  return new HttpRequest({
    method: "POST",
    url: "https://triggers.example/api/instances/1/triggers/x",
    headers: { "content-type": "application/json", "x-functions-key": "canary-key" },
    params: { instanceId: INSTANCE_ID, trigger: "data-source-refresh-failed" },
    body: { string: typeof json === "string" ? json : JSON.stringify(json) },
    ...changes,
  });
}

export interface LoggedLine {
  readonly level: LogLevel;
  readonly text: string;
}

/** An invocation's context that keeps what is logged. */
export function aContext(): { readonly context: InvocationContext; readonly logged: LoggedLine[] } {
  const logged: LoggedLine[] = [];
  const logHandler = (level: LogLevel, ...args: unknown[]): void => {
    logged.push({ level, text: args.map(String).join(" ") });
  };
  return { logged, context: new InvocationContext({ functionName: "subscribe", logHandler }) };
}
