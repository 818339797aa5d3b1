/**
 * One HTTP exchange with a receiver: the POST, and as much of the answer as is needed. It knows nothing of events and
 * does not judge the answer. `bulkhead.ts` limits how many run at once, and `dial.ts` decides where one may connect.
 */
import { type Dispatcher } from "undici";
import { type ReceiverAnswer } from "../../model/delivery";
import { type CallbackRequest } from "../buildCallback";
import { AddressRefused } from "./dial";

/** A receiver's answer; `body` holds its first 16 KiB. */
export interface Exchanged {
  readonly status: number;
  readonly retryAfter: string | string[] | undefined;
  readonly body: string;
}

interface Failure {
  readonly error: NonNullable<ReceiverAnswer["error"]>;
}

const UNREACHABLE: Failure = { error: "unreachable" };

const MAX_ANSWER_BYTES = 16_384;

/** Answers before the answer (1xx) that a receiver may send; each may have as many headers as an answer. */
const MAX_INTERIM_ANSWERS = 5;

/**
 * One POST and what comes back within the deadline. It uses the client's events, because its streams and abort signals
 * cost more than the POST. At most 16 KiB of the body are read; the rest of a longer one is never received. A receiver
 * that answered 2xx need not end its body: the answer counts, since another call would be one too many. A POST that is
 * given up before it is connected is not sent later.
 */
export function exchange(
  dispatcher: Dispatcher,
  { url, headers, body }: CallbackRequest,
  deadlineMs: number,
): Promise<Exchanged | Failure> {
  const { origin, pathname, search } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let interim = 0;
    let answer: Omit<Exchanged, "body"> | undefined;
    let controller: Dispatcher.DispatchController | undefined;
    let isGivenUp = false;
    // Only the first call of `end` counts.
    const end = (failure?: Failure): void => {
      clearTimeout(timer);
      if (answer && (!failure || isSuccessStatus(answer.status))) resolve({ ...answer, body: startOf(chunks) });
      else resolve(failure ?? UNREACHABLE);
    };
    const giveUp = (failure?: Failure): void => {
      isGivenUp = true;
      end(failure);
      controller?.abort(new Error("given up"));
    };
    // The rest of a deadline may be a fraction, which a timer would round down.
    const timer = setTimeout(() => giveUp({ error: "timed-out" }), Math.ceil(deadlineMs));
    dispatcher.dispatch(
      { origin, path: pathname + search, method: "POST", headers, body },
      {
        onRequestStart: (started) => {
          controller = started;
          if (isGivenUp) started.abort(new Error("given up"));
        },
        onResponseStart: (_, status, received) => {
          // A status below 200 is informational, and another follows.
          if (status >= 200) answer = { status, retryAfter: received["retry-after"] };
          else interim += 1;
          if (interim > MAX_INTERIM_ANSWERS) giveUp(UNREACHABLE);
        },
        onResponseData: (_, chunk) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length >= MAX_ANSWER_BYTES) giveUp();
        },
        onResponseEnd: () => end(),
        onResponseError: (_, error) => end(failureOf(error)),
      },
    );
  });
}

function failureOf(error: unknown): Failure {
  return error instanceof AddressRefused ? { error: "address-refused" } : UNREACHABLE;
}

export function isSuccessStatus(status: number): boolean {
  return status >= 200 && status < 300;
}

function startOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString("utf8");
}
