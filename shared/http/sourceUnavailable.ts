import { type SourceFailure } from "../model/sourceAnswer";
import { RequestProblem } from "./requestProblem";

const SOURCE_RETRY_SECONDS = 30;

/**
 * What a failure of the source is for our caller: 504 when it gave no answer in time, 503 with the wait that it asked for
 * (else half a minute) when it cannot answer just now, 502 when it failed or its answer cannot be used.
 */
export function sourceUnavailable(failure: SourceFailure): RequestProblem {
  const { kind, message: why, retryAfterSeconds = SOURCE_RETRY_SECONDS } = failure;
  if (isForNow(failure)) {
    const message = `Customer Insights could not be asked just now: ${why}. Try again.`;
    return new RequestProblem(503, "SourceUnavailable", message, { retryAfterSeconds });
  }
  if (kind === "timed-out") {
    return new RequestProblem(504, "SourceTimedOut", `Customer Insights did not answer in time: ${why}. Try again.`);
  }
  if (kind === "malformed") {
    return new RequestProblem(502, "SourceAnswerInvalid", `Customer Insights' answer cannot be used: ${why}.`);
  }
  return new RequestProblem(502, "SourceFailed", `Customer Insights could not be asked: ${why}.`);
}

/** Throttling, also our own budget's, and a source that says that it is not available. */
function isForNow({ kind, status, retryAfterSeconds }: SourceFailure): boolean {
  return kind === "throttled" || (kind === "unavailable" && (status === 503 || retryAfterSeconds !== undefined));
}
