import { type SourceFailure } from "./sourceAnswer";

/** Thrown within a stream of the source's bytes that ended before its end. */
export class BrokenRead extends Error {
  readonly failure: SourceFailure;

  constructor(failure: SourceFailure) {
    super(failure.message);
    this.name = "BrokenRead";
    this.failure = failure;
  }
}
