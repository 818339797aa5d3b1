/** Answers that are no success: the error that carries one, and those that several routes give. */
import { type SourceFailure } from "../model/sourceAnswer";
import { type FieldProblem } from "../validation/guard";

interface ProblemOptions {
  /** The field, parameter or header that is wrong. */
  readonly target?: string;
  readonly details?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
}

/**
 * An answer that is not a success, in the caller's words. Parsers and handlers throw it, `answerAnyone` turns it into a
 * body.
 */
export class RequestProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly options: ProblemOptions;

  constructor(status: number, code: string, message: string, options: ProblemOptions = {}) {
    super(message);
    this.name = "RequestProblem";
    this.status = status;
    this.code = code;
    this.options = options;
  }
}

const SOURCE_RETRY_SECONDS = 30;

/**
 * The answer for a failure of the source: 504 when it gave no answer in time, 503 with the wait that it asked for (else
 * half a minute) when it cannot answer just now, 502 when it failed or its answer cannot be used.
 */
export function sourceProblem(failure: SourceFailure): RequestProblem {
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

/** True for throttling, also by our own budget, and for a source that says that it is not available. */
function isForNow({ kind, status, retryAfterSeconds }: SourceFailure): boolean {
  return kind === "throttled" || (kind === "unavailable" && (status === 503 || retryAfterSeconds !== undefined));
}

/** 400 for wrong fields: the first is the target, all are in the details. */
export function invalidFields(problems: readonly FieldProblem[]): RequestProblem {
  const details = problems.map(({ target, message }) => ({ target: target || "body", message }));
  const [first = { target: "body", message: "is not valid" }] = details;
  const message = details.map((each) => `${each.target} ${each.message}`).join("; ");
  return new RequestProblem(400, "InvalidRequest", message, { target: first.target, details });
}
