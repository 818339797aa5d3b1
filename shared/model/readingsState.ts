import { type Instant } from "./instant";

/** When a list was last asked for, and what gave reason to: compared only with itself. */
export interface Reading {
  /** Our clock. */
  readonly askedAt: Instant;
  readonly seen: string;
}

/** What we remember of our own reading of an instance: which lists need not be asked for again. */
export interface ReadingsState {
  readonly kind: "readings";
  readonly dataSources?: Reading;
  readonly segments?: Reading;
  /** `unread`: names whose turn has not come yet, then those whose last read failed. */
  readonly measures?: Reading & { readonly unread: readonly string[] };
  /** When the newest job was submitted that data sources were judged by: how far back the next list has to reach. */
  readonly newestJobAt?: Instant;
  /** Our clock: when the instance was last seen to be active. */
  readonly activeAt?: Instant;
}

export const READINGS_SUBJECT_ID = "readings";
