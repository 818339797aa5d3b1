import { type FieldProblem } from "../validation/guard";

export interface ProblemOptions {
  /** The field, parameter or header that is wrong. */
  readonly target?: string;
  readonly details?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
}

/** An answer that is not a success, in the caller's words; thrown by parsers, turned into a body by `answer`. */
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

/** 400 for wrong fields: the first is the target, all are in the details. */
export function invalidFields(problems: readonly FieldProblem[]): RequestProblem {
  const details = problems.map(({ target, message }) => ({ target: target || "body", message }));
  const [first = { target: "body", message: "is not valid" }] = details;
  const message = details.map((each) => `${each.target} ${each.message}`).join("; ");
  return new RequestProblem(400, "InvalidRequest", message, { target: first.target, details });
}
