import { type Instant } from "./instant";

/** What we remember of a job (rules T5 and T6). */
export interface KnownJob {
  readonly jobId: string;
  readonly submittedAt?: Instant;
  /** Its end was not settled yet. */
  readonly open: boolean;
  /** Its unification was reported, or passed over at the baseline. */
  readonly unified: boolean;
  /** Our clock: since when it counts as failed while its tasks go on. */
  readonly endedSince?: Instant;
}

/** What we remember of the jobs of an instance, oldest first: all open ones, all listed last, the newest of the rest. */
export interface JobsState {
  readonly kind: "jobs";
  readonly jobs: readonly KnownJob[];
  /** Unknown jobs that were submitted at or before it are old news: they were forgotten, or came before the baseline. */
  readonly horizon?: Instant;
  /** End of the newest merge that the nodes showed as successful. */
  readonly mergedAt?: Instant;
  /** End of the newest merge that was reported by its node. */
  readonly nodeToldAt?: Instant;
}

export const JOBS_SUBJECT_ID = "jobs";
