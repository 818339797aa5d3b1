import { type SourceFailure } from "./sourceAnswer";

/** A column of an entity. What the source does not say is absent. */
export interface EntityAttribute {
  readonly name: string;
  readonly friendlyName?: string;
  /** As the source writes it, mostly `Edm.String` and so on. */
  readonly dataType?: string;
  readonly isSearchable?: boolean;
}

/** A table of CI's data, as its metadata tell it. */
export interface Entity {
  /** The name that its rows are read by: `DataSource_Table` when ingested, else the bare name. Stable. */
  readonly name: string;
  /** What people see: the table's own name. */
  readonly displayName: string;
  /** Lower case: `profile`, `unifiedactivity`, `segment`…; empty when the source does not say. */
  readonly kind: string;
  /** Only of a table that was ingested as it is. */
  readonly dataSourceName?: string;
  readonly isIngested: boolean;
  /** In the order in which files have them. */
  readonly attributes: readonly EntityAttribute[];
  /** Names of the columns that together are the first key; empty when the source does not say. */
  readonly key: readonly string[];
}

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

/** A row of an entity, by column. */
export type EntityRow = Readonly<Record<string, unknown>>;

export interface RowsPage {
  readonly rows: readonly EntityRow[];
  /** Of all rows that the question has, where the source counts them. */
  readonly count?: number;
  readonly link?: RowsLink;
}

/** An item to be made or changed, by the columns given. */
export interface ItemWrite {
  /** Lower case uuid. */
  readonly instanceId: string;
  readonly entity: string;
  readonly item: Readonly<Record<string, unknown>>;
  /** An ISO time in UTC; without it, as long as the source keeps such writes. */
  readonly validUntil?: string;
}

export interface ItemUpdate extends ItemWrite {
  /** The value of its key. */
  readonly itemId: string;
}

/** A write that was not answered may have been made. */
export type WriteAnswer =
  { readonly ok: true; readonly status: number } | { readonly ok: false; readonly failure: SourceFailure };

/** What a field of an entity's files is called, and of which type it is: `Edm.Int64` and so on. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** One CSV file of an entity. Its address and headers are credentials: only the source sees them. */
export interface PartitionFile {
  /** The same as long as the file is where it is. */
  readonly partitionId: string;
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** An entity as its files hold it; the order of the columns is that of the fields. */
export interface PartitionSet {
  /** CI's word in lower case. */
  readonly entityType: string;
  readonly columns: readonly Column[];
  readonly files: readonly PartitionFile[];
}

/** A file's bytes from the place that was asked for to its end. */
export interface OpenPartition {
  /** Changes with the file; absent when the storage gives none. */
  readonly version?: string;
  /** Throws a `BrokenRead` when they break off or are not had in time. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the reading wherever it is. */
  readonly close: () => void;
}
