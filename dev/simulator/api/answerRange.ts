import { createHash } from "node:crypto";
import { type Answer } from "../http/answer";

const TYPE = "text/csv; charset=utf-8";

/** A file as storage gives it: whole, or from a byte on (`bytes=100-`), with an ETag that changes with what is in it. */
export function answerRange(text: string, range: string | undefined): Answer {
  const bytes = Buffer.from(text);
  const etag = `"${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}"`;
  const [, from] = /^bytes=(\d+)-$/.exec(range ?? "") ?? [];
  if (from === undefined) return { status: 200, headers: { "content-type": TYPE, etag }, text };
  const start = Number(from);
  if (start >= bytes.length) return { status: 416, headers: { "content-range": `bytes */${bytes.length}`, etag } };
  return {
    status: 206,
    headers: { "content-type": TYPE, "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}`, etag },
    bytes: bytes.subarray(start),
  };
}
