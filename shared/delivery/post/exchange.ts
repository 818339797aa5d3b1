import { type Dispatcher } from "undici";
import { type ReceiverAnswer } from "../../model/delivery";
import { type CallbackRequest } from "../buildCallback";
import { AddressRefused } from "./dial";

/** What a receiver answered; of the body its first bytes. */
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

/**
 * One POST and what comes back within the deadline, by the client's events: its streams and abort signals cost more than the POST.
 * At most 16 KiB of the body are read; the rest of a longer one is never received. A receiver that has accepted
 * need not end its body: its word stands, and calling it again would be once too often. What is given up before it is connected
 * is not sent later.
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
    let answer: Omit<Exchanged, "body"> | undefined;
    let controller: Dispatcher.DispatchController | undefined;
    let isGivenUp = false;
    // Only its first call counts.
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
    // What is left of a deadline may be a fraction, which the timer takes for less.
    const timer = setTimeout(() => giveUp({ error: "timed-out" }), Math.ceil(deadlineMs));
    dispatcher.dispatch(
      { origin, path: pathname + search, method: "POST", headers, body },
      {
        onRequestStart: (started) => {
          controller = started;
          if (isGivenUp) started.abort(new Error("given up"));
        },
        onResponseStart: (_, status, received) => {
          // Those below are informational, and another follows.
          if (status >= 200) answer = { status, retryAfter: received["retry-after"] };
        },
        onResponseData: (_, chunk) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length >= MAX_ANSWER_BYTES) giveUp();
        },
        onResponseEnd: () => end(),
        onResponseError: (_, error) =>
          end(error instanceof AddressRefused ? { error: "address-refused" } : UNREACHABLE),
      },
    );
  });
}

export function isSuccessStatus(status: number): boolean {
  return status >= 200 && status < 300;
}

function startOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString("utf8");
}
