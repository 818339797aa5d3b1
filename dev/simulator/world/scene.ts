/** The behaviour of the simulated service wherever the public facts leave it open. */
export interface Scene {
  /** Which paths answer: the service model's, those of the product documentation, or both. */
  readonly dialects: "both" | "model" | "documentation";
  readonly casing: "camel" | "pascal" | "lower" | "upper";
  /** The form of a date that is missing. */
  readonly missingDates: "null" | "absent" | "year1";
  /** The names of ingestion nodes: one per source, or one per table of it (`dataSourceId_table`). */
  readonly ingestionIdentifiers: "dataSource" | "dataSource_entity";
  /** Rows of a page when `$top` is absent, and the most a page has. */
  readonly pageSize: number;
  readonly nextLink: boolean;
  /**
   * Whether the preview of creating and updating rows is there; without it, its operations are unknown to the gateway.
   */
  readonly writes: boolean;
  /** Whether storage gives a file from a byte on, or always the whole of it. */
  readonly fileRanges: boolean;
  /** The form of links to next pages: on the address that was called, relative, or on a host behind it. */
  readonly nextLinkForm: "absolute" | "relative" | "otherHost";
  /** Whether `$count=true` is answered; the contract does not declare it. */
  readonly counts: boolean;
  /** The most jobs or tasks a list answers, whatever `top` says. */
  readonly topCap: number;
  readonly jobOrder: "newestFirst" | "oldestFirst";
  /** The number of further tries of a failed task before its failure is final. */
  readonly retries: number;
  readonly retryDelaySeconds: number;
  readonly lastRefreshMovesOnFailure: boolean;
  readonly measureListHasOutput: boolean;
  readonly odataErrorForm: "model" | "wrapped";
  readonly durations: Durations;
  readonly token: string;
  readonly keys: readonly string[];
}

/** Seconds a job takes when no task fails. */
export interface Durations {
  readonly full: number;
  readonly source: number;
  readonly unification: number;
  readonly segments: number;
  readonly measures: number;
}

export const DEFAULT_SCENE: Scene = {
  dialects: "both",
  casing: "camel",
  missingDates: "null",
  ingestionIdentifiers: "dataSource",
  pageSize: 100,
  nextLink: true,
  writes: true,
  fileRanges: true,
  nextLinkForm: "absolute",
  counts: true,
  topCap: 400,
  jobOrder: "newestFirst",
  retries: 1,
  retryDelaySeconds: 2,
  lastRefreshMovesOnFailure: true,
  measureListHasOutput: true,
  odataErrorForm: "model",
  durations: { full: 20, source: 5, unification: 8, segments: 4, measures: 4 },
  token: "simulator-token",
  keys: ["simulator-key-1", "simulator-key-2"],
};
