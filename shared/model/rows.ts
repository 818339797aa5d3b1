/** A row of an entity, by column. */
export type Row = Readonly<Record<string, unknown>>;

/** Where the source says that its rows go on, in terms of the question that it answered. */
export interface RowsLink {
  /** Names of the options that are asked again as they were. */
  readonly kept: readonly string[];
  /** The rest of the link's query, encoded, at most 2,000 characters. */
  readonly rest: string;
}

/** One question to the source for rows: OData options by name, or where an earlier answer said that it goes on. */
export interface RowsQuery {
  readonly options: Readonly<Record<string, string>>;
  readonly link?: RowsLink;
}

export interface RowsPage {
  readonly rows: readonly Row[];
  /** Of all rows that the question has, where the source counts them. */
  readonly count?: number;
  readonly link?: RowsLink;
}
