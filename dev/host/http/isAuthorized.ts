import { timingSafeEqual } from "node:crypto";
import { type IncomingMessage } from "node:http";
import { type AuthLevel } from "../hostedFunction";

/** `key` is the one key of this host, both master and function key; undefined: keys are not checked. */
export function isAuthorized(request: IncomingMessage, level: AuthLevel, key: string | undefined): boolean {
  if (key === undefined || level === "anonymous") return true;
  const header = request.headers["x-functions-key"];
  const code = new URLSearchParams((request.url ?? "").split("?").slice(1).join("?")).get("code");
  const given = typeof header === "string" && header !== "" ? header : code;
  return given !== null && isSame(Buffer.from(given), Buffer.from(key));
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
