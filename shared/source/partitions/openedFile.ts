/**
 * One file of an entity, opened from a byte on and read as a stream under one deadline.
 */

import { type Agent, type Dispatcher } from "undici";
import { defined } from "../../model/defined";
import { type OpenPartition } from "../../model/entity";
import { BrokenRead, type SourceFailure } from "../../model/sourceAnswer";
import { findFlaw } from "../partitionFiles";
import { toFailure } from "../transport/failures";
import { limitInterimAnswers, readBody, toConnectionFailure } from "../transport/textRequest";

export type OpenedFile =
  | { readonly outcome: "opened"; readonly partition: OpenPartition }
  | { readonly outcome: "past-end" }
  | { readonly outcome: "failed"; readonly failure: SourceFailure };

export interface FileRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly offset: number;
  readonly deadline: Deadline;
}

/** One deadline for everything that a page of a file takes. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** The failure that ended the reading: the deadline if it has passed, else `otherwise`. */
  readonly blame: (otherwise: SourceFailure) => SourceFailure;
  readonly end: () => void;
}

const MAX_ERROR_BYTES = 65_536;

/**
 * Opens a file by one GET from a byte on; a storage that ignores ranges sends the whole file. Follows no redirect and
 * never rejects.
 */
export async function openFile(
  { url, headers, offset, deadline }: FileRequest,
  { agent, now }: { readonly agent: Agent; readonly now: () => Date },
): Promise<OpenedFile> {
  try {
    const answer = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: "GET",
      headers: { ...headers, "accept-encoding": "identity", ...(offset > 0 && { range: `bytes=${offset}-` }) },
      signal: deadline.signal,
      onInfo: limitInterimAnswers(),
    });
    const { statusCode } = answer;
    if (statusCode === 200 || statusCode === 206) return openAnswer(answer, offset, deadline);
    const body = await readBody(answer.body, MAX_ERROR_BYTES).catch(() => "cut");
    if (statusCode === 416 && offset > 0) return { outcome: "past-end" };
    const [retryAfter] = [answer.headers["retry-after"]].flat();
    const text = typeof body === "string" ? "" : body.text;
    return failed(toFailure({ status: statusCode, retryAfter, body: text }, now(), []));
  } catch (error) {
    return failed(deadline.blame(toConnectionFailure(error)));
  }
}

function openAnswer(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  offset: number,
  deadline: Deadline,
): OpenedFile {
  // Ending a body early makes it emit an error, which nobody else listens to.
  body.on("error", () => undefined);
  const flaw = findFlaw(statusCode, headers, offset);
  if (flaw !== undefined) {
    body.destroy();
    return failed({ kind: "malformed", status: statusCode, message: `an entity's file ${flaw}` });
  }
  const chunks = streamChunks(body, deadline);
  const version = [headers["etag"] ?? headers["last-modified"]].flat()[0];
  return {
    outcome: "opened",
    partition: {
      chunks: statusCode === 200 && offset > 0 ? skipBytes(chunks, offset) : chunks,
      close: () => {
        deadline.end();
        body.destroy();
      },
      ...defined({ version }),
    },
  };
}

function failed(failure: SourceFailure): OpenedFile {
  return { outcome: "failed", failure };
}

async function* streamChunks(body: AsyncIterable<Uint8Array>, deadline: Deadline): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk;
  } catch {
    throw new BrokenRead(deadline.blame({ kind: "malformed", message: "an entity's file broke off" }));
  }
}

/** The bytes after the first `count`, which are not kept. Throws a `BrokenRead` when there are fewer. */
async function* skipBytes(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
  if (left > 0) throw new BrokenRead({ kind: "malformed", message: "an entity's file is shorter than it was" });
}

export function startDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  const message = `an entity's file was not had within ${timeoutMs / 1000} seconds`;
  return {
    signal: controller.signal,
    blame: (otherwise) => (controller.signal.aborted ? { kind: "timed-out", message } : otherwise),
    end: () => clearTimeout(timer),
  };
}
