import { BrokenRead } from "../../model/sourceAnswer";

/** The bytes after the first `count`; none of those is kept. Throws a `BrokenRead` when there are not so many. */
export async function* skipBytes(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
  if (left > 0) throw new BrokenRead({ kind: "malformed", message: "an entity's file is shorter than it was" });
}
