/** An HTTP answer as the host writes it, from the form that the worker returns. */
import { type ServerResponse } from "node:http";
import { type CookieData, type HttpResponseData, type TypedData } from "../worker/coreTypes";

/** Answers with what an HTTP function returned; nothing returned is 204. */
export function writeResponse(response: ServerResponse, returned: TypedData | null | undefined): void {
  if (returned?.http) writeHttp(response, returned.http as HttpResponseData);
  else endEmpty(response, 204);
}

const OWN_HEADERS = new Set(["content-length", "transfer-encoding", "connection"]);

const WITHOUT_BODY = new Set([204, 205, 304]);

function writeHttp(response: ServerResponse, { statusCode, headers, cookies, body }: HttpResponseData): void {
  for (const [name, value] of Object.entries(headers)) if (!OWN_HEADERS.has(name)) response.setHeader(name, value);
  for (const cookie of cookies) response.appendHeader("set-cookie", formatCookie(cookie));
  response.statusCode = Number(statusCode);
  const bytes = Buffer.from(body?.bytes ?? body?.string ?? "");
  if (WITHOUT_BODY.has(response.statusCode)) response.end();
  else response.setHeader("content-length", bytes.length).end(bytes);
}

/** A `Set-Cookie` header as ASP.NET writes it: value escaped, path `/` unless given. */
export function formatCookie(cookie: CookieData): string {
  const { name, value, domain, path, maxAge } = cookie;
  const attributes = [
    formatExpires(cookie),
    maxAge && `max-age=${Math.floor(maxAge.value)}`,
    domain && `domain=${domain.value}`,
    `path=${path?.value ?? "/"}`,
    ...formatProtection(cookie),
  ];
  return [`${name}=${escapeData(value)}`, ...attributes].filter((part) => part !== undefined).join("; ");
}

function formatExpires({ expires }: CookieData): string | undefined {
  return expires && `expires=${new Date(expires.value.seconds * 1_000).toUTCString()}`;
}

const SAME_SITE = { lax: "lax", strict: "strict", explicitNone: "none", none: undefined } as const;

function formatProtection({ secure, sameSite, httpOnly }: CookieData): (string | undefined)[] {
  const site = SAME_SITE[sameSite ?? "none"];
  return [secure?.value ? "secure" : undefined, site && `samesite=${site}`, httpOnly?.value ? "httponly" : undefined];
}

function escapeData(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** An answer without a body, as the host gives for everything it decides itself. */
export function endEmpty(response: ServerResponse, statusCode: number): void {
  response.statusCode = statusCode;
  if (statusCode !== 204) response.setHeader("content-length", 0);
  response.end();
}
