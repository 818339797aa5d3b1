import { type IncomingHttpHeaders } from "node:http";

/** Why a file's answer, 200 or 206, cannot be read from `offset` on; undefined when it can. */
export function findFlaw(statusCode: number, headers: IncomingHttpHeaders, offset: number): string | undefined {
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") return "is compressed, which was not asked for";
  // Without either, a file that breaks off could not be told from one that ends.
  if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) {
    return "does not say how long it is";
  }
  const isPart = new RegExp(`^bytes ${offset}-\\d+/`, "i").test(headers["content-range"] ?? "");
  return statusCode === 206 && !isPart ? "is another part of the file than was asked for" : undefined;
}
