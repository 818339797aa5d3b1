import { type SourceFailure } from "../model/sourceAnswer";
import { RequestProblem } from "./requestProblem";

const SOURCE_RETRY_SECONDS = 30;

/** 503 with the wait that the source asked for, else half a minute. */
export function sourceUnavailable({ message: why, retryAfterSeconds }: SourceFailure): RequestProblem {
  const message = `Customer Insights could not be asked just now: ${why}. Try again.`;
  const options = { retryAfterSeconds: retryAfterSeconds ?? SOURCE_RETRY_SECONDS };
  return new RequestProblem(503, "SourceUnavailable", message, options);
}
