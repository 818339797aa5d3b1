/**
 * Entities: CI's word for tables of data. Their metadata, their rows (`items` in the API), writes of rows, and
 * partitions, the CSV files that hold all rows. A row of Table storage is never called an entity here.
 */
import { type SourceFailure } from "./sourceAnswer";

/** A column of an entity. A field that the source leaves out is absent. */
export interface EntityAttribute {
  readonly name: string;
  readonly friendlyName?: string;
  /** The type in the spelling of the source, mostly `Edm.String` and the like. */
  readonly dataType?: string;
  readonly isSearchable?: boolean;
}

/** A table of CI's data, described by its metadata. */
export interface Entity {
  /** The stable name by which its rows are read: `DataSource_Table` for an ingested table, else the bare name. */
  readonly name: string;
  /** The name that people see: the table's own. */
  readonly displayName: string;
  /** The kind in lower case: `profile`, `unifiedactivity`, `segment`…; empty when the source gives none. */
  readonly kind: string;
  /** The data source of an ingested table; absent for a table that CI made. */
  readonly dataSourceName?: string;
  readonly isIngested: boolean;
  /** The columns, in their order in the files. */
  readonly attributes: readonly EntityAttribute[];
  /** The names of the columns that together are the first key; empty when the source gives none. */
  readonly key: readonly string[];
}

/** The source's link to the next page of rows, relative to the question that it answered. */
export interface RowsLink {
  /** The names of the options that are repeated unchanged. */
  readonly kept: readonly string[];
  /** The rest of the link's query, encoded; at most 2,000 characters. */
  readonly rest: string;
}

/** A question to the source for rows: OData options by name, and the link of the page before. */
export interface RowsQuery {
  readonly options: Readonly<Record<string, string>>;
  readonly link?: RowsLink;
}

/** A row of an entity: values by column. */
export type EntityRow = Readonly<Record<string, unknown>>;

export interface RowsPage {
  readonly rows: readonly EntityRow[];
  /** The number of all rows of the question; absent when the source does not count them. */
  readonly count?: number;
  readonly link?: RowsLink;
}

/** A new item, or the changed columns of an item. */
export interface ItemWrite {
  /** A UUID in lower case. */
  readonly instanceId: string;
  readonly entity: string;
  readonly item: Readonly<Record<string, unknown>>;
  /** When the write expires, an ISO time in UTC; absent for the lifetime that the source gives such writes. */
  readonly validUntil?: string;
}

export interface ItemUpdate extends ItemWrite {
  /** The value of the item's key. */
  readonly itemId: string;
}

/** The source's answer to a write. A write that was not answered may have been made. */
export type WriteAnswer =
  { readonly ok: true; readonly status: number } | { readonly ok: false; readonly failure: SourceFailure };

/** The name and type (`Edm.Int64` and the like) of a field in an entity's files. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** One CSV file of an entity. Its address and headers are credentials: only the source sees them. */
export interface PartitionFile {
  /** An id that stays the same while the file stays in its place. */
  readonly partitionId: string;
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The files of an entity, and its columns in the order of the files' fields. */
export interface PartitionSet {
  /** The kind of the entity (`Entity.kind`). */
  readonly entityType: string;
  readonly columns: readonly Column[];
  readonly files: readonly PartitionFile[];
}

/** An open file: its bytes from an offset to its end. */
export interface OpenPartition {
  /** A mark that changes with the file; absent when the storage gives none. */
  readonly version?: string;
  /** The bytes. Iterating throws a `BrokenRead` when they break off or come too late. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the reading at any point. */
  readonly close: () => void;
}
