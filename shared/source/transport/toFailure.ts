import { type SourceFailure } from "../../model/sourceAnswer";
import { parseRetryAfter } from "./parseRetryAfter";
import { toErrorTarget } from "./toErrorTarget";
import { toFailureText } from "./toFailureText";
import { toSourceError } from "./toSourceError";

/** An answer that is no success. `body` is empty when there was none or it could not be read. */
export interface ErrorAnswer {
  readonly status: number;
  readonly retryAfter?: string | undefined;
  readonly body: string;
}

const WORDS = {
  unauthorized: "the source refused our token or subscription key",
  forbidden: "the source does not let us read this",
  "not-found": "the source does not know what was asked for",
  throttled: "the source asks us to send fewer calls",
  unavailable: "the source is not able to answer at present",
  rejected: "the source refused the request",
} as const;

/** What an error answer means (reference 2.3, 2.5), in words, with the source's own code and message when it gave any. */
export function toFailure(answer: ErrorAnswer, now: Date, secrets: readonly (string | undefined)[]): SourceFailure {
  const { status } = answer;
  const said = toFailureText(toSourceError(answer.body), secrets);
  const kind = toKind(status, said);
  const target = kind === "rejected" ? toErrorTarget(answer.body) : undefined;
  const retryAfterSeconds =
    kind === "throttled" || kind === "unavailable" ? parseRetryAfter(answer.retryAfter, now) : undefined;
  const words = status >= 300 && status < 400 ? "the source redirects us, which is not followed" : WORDS[kind];
  return {
    kind,
    status,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    message: `${words} (${status})${said && `: ${said}`}`,
    ...(said !== "" && { said }),
    ...(target !== undefined && { target }),
  };
}

function toKind(status: number, said: string): keyof typeof WORDS {
  switch (status) {
    case 401:
      return "unauthorized";
    case 403:
      // The gateway's way to say that the calls of a longer period are used up (reference 2.5): it is about us, and
      // must not be taken for an instance that is gone (A18).
      return /\bquota\b/i.test(said) ? "throttled" : "forbidden";
    case 404:
      return "not-found";
    case 429:
      return "throttled";
    default:
      return status >= 500 ? "unavailable" : "rejected";
  }
}
