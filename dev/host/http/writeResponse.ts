import { type ServerResponse } from "node:http";
import { type HttpResponseData, type TypedData } from "../worker/coreTypes";
import { formatCookie } from "./formatCookie";

const OWN_HEADERS = new Set(["content-length", "transfer-encoding", "connection"]);
const WITHOUT_BODY = new Set([204, 205, 304]);

/** Answers with what an HTTP function returned; nothing returned is 204. */
export function writeResponse(response: ServerResponse, returned: TypedData | null | undefined): void {
  if (returned?.http) writeHttp(response, returned.http as HttpResponseData);
  else endEmpty(response, 204);
}

function writeHttp(response: ServerResponse, { statusCode, headers, cookies, body }: HttpResponseData): void {
  for (const [name, value] of Object.entries(headers)) if (!OWN_HEADERS.has(name)) response.setHeader(name, value);
  for (const cookie of cookies) response.appendHeader("set-cookie", formatCookie(cookie));
  response.statusCode = Number(statusCode);
  const bytes = Buffer.from(body?.bytes ?? body?.string ?? "");
  if (WITHOUT_BODY.has(response.statusCode)) response.end();
  else response.setHeader("content-length", bytes.length).end(bytes);
}

/** An answer without a body, as the host gives for everything it decides itself. */
export function endEmpty(response: ServerResponse, statusCode: number): void {
  response.statusCode = statusCode;
  if (statusCode !== 204) response.setHeader("content-length", 0);
  response.end();
}
