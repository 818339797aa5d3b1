/** A read or write that the source refuses; `target` is the option or field that is wrong. */
export class QueryError extends Error {
  readonly status: 400 | 404 | 406 | 409;
  readonly target: string;

  constructor(status: QueryError["status"], target: string, message: string) {
    super(message);
    this.status = status;
    this.target = target;
  }
}
