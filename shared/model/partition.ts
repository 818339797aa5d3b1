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
