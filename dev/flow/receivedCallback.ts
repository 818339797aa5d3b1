/** One callback that reached a flow, whatever came of it. */
export interface ReceivedCallback {
  /** The last segment of `/flows/{name}`, decoded. */
  readonly flow: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Names in lower case; repeated ones joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; absent when it is not JSON. */
  readonly body?: unknown;
  readonly rawBody: string;
  /** ISO time at which the whole request was there. */
  readonly receivedAt: string;
  readonly answer: GivenAnswer;
}

/**
 * What the caller got: `status` is absent until an answer began. `answering` while it is under way, `answered`, `reset`
 * by us, or `caller-left` before the answer was complete.
 */
export interface GivenAnswer {
  readonly behaviour: string;
  readonly status?: number;
  readonly outcome: "answering" | "answered" | "reset" | "caller-left";
}
