import { type SourceFailure } from "../../model/sourceAnswer";

/** One deadline for all that a page of a file takes. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** What ended the reading is the deadline when it has passed, else what `otherwise` says. */
  readonly blame: (otherwise: SourceFailure) => SourceFailure;
  readonly end: () => void;
}

export function startDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  const message = `an entity's file was not had within ${timeoutMs / 1000} seconds`;
  return {
    signal: controller.signal,
    blame: (otherwise) => (controller.signal.aborted ? { kind: "timed-out", message } : otherwise),
    end: () => clearTimeout(timer),
  };
}
