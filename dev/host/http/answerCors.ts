import { type IncomingMessage, type ServerResponse } from "node:http";
import { endEmpty } from "./writeResponse";

export interface CorsOptions {
  /** Allowed origins; `*` is any. */
  readonly origins: readonly string[];
  readonly allowCredentials: boolean;
}

/** `list` separates origins by commas. */
export function readCors(list: string | undefined, allowCredentials: boolean): CorsOptions {
  const origins = (list ?? "").split(",").map((origin) => origin.trim().replace(/\/$/, ""));
  return { origins: origins.filter((origin) => origin !== ""), allowCredentials };
}

/** Adds the CORS headers. True when it has answered, which it does for a preflight of an allowed origin. */
export function answerCors(request: IncomingMessage, response: ServerResponse, cors: CorsOptions): boolean {
  const { origin } = request.headers;
  if (origin === undefined || !isAllowed(origin, cors)) return false;
  const isAny = cors.origins.includes("*") && !cors.allowCredentials;
  response.setHeader("access-control-allow-origin", isAny ? "*" : origin);
  if (!isAny) response.appendHeader("vary", "Origin");
  if (cors.allowCredentials) response.setHeader("access-control-allow-credentials", "true");
  const method = request.headers["access-control-request-method"];
  if (request.method !== "OPTIONS" || method === undefined) return false;
  response.setHeader("access-control-allow-methods", method);
  const headers = request.headers["access-control-request-headers"];
  if (headers !== undefined) response.setHeader("access-control-allow-headers", headers);
  endEmpty(response, 204);
  return true;
}

function isAllowed(origin: string, { origins }: CorsOptions): boolean {
  return origins.includes("*") || origins.some((allowed) => allowed.toLowerCase() === origin.toLowerCase());
}
