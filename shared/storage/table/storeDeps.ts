import { type CodedError } from "../../model/errors";

/** Everything that stores need beside their tables. Each store picks what it uses. */
export interface StoreDeps {
  readonly now: () => Date;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
  readonly wait: (delayMs: number) => Promise<void>;
  readonly sealing: Sealing;
  readonly report: Report;
}

/** Encrypts and decrypts stored callback URLs. `open` throws `undecryptable`. */
export interface Sealing {
  readonly seal: (text: string) => string;
  readonly open: (sealed: string) => string;
}

/** Takes the `invalid-row` errors of rows that are skipped, so that one bad row does not stop the reading of others. */
export type Report = (error: CodedError) => void;
