import { type SourceAnswer, type SourceFailure, type Unusable } from "../../model/sourceAnswer";

/** A read that failed without failing the poll: only its subjects are passed over. */
export interface SkippedRead {
  readonly read: string;
  readonly failure: SourceFailure;
}

/** What is to be told of a poll's reads, gathered while they are made. */
export interface ReadingNotes {
  readonly unusable: Unusable[];
  readonly skipped: SkippedRead[];
}

/** The answer's value; undefined, and noted, when there is none. */
export function noted<T>(read: string, answer: SourceAnswer<T>, notes: ReadingNotes): T | undefined {
  if (answer.ok) {
    notes.unusable.push(...answer.unusable);
    return answer.value;
  }
  notes.skipped.push({ read, failure: answer.failure });
  return undefined;
}
