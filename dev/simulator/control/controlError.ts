/** A control call that cannot be done; `target` is the field, path part or flag that is wrong. */
export class ControlError extends Error {
  readonly status: 400 | 404 | 405 | 409;
  readonly target: string;

  constructor(status: ControlError["status"], target: string, message: string) {
    super(message);
    this.status = status;
    this.target = target;
  }
}
