import { type Version } from "../../model/subject";

export type Value = string | number | boolean;

export interface StoredRow {
  readonly row: string;
  readonly version: Version;
  readonly values: Readonly<Record<string, Value>>;
}

/** Row keys from `from` on, and before `before`, in ordinal order. */
export interface RowRange {
  readonly from: string;
  readonly before: string;
}

/** Evaluated by the store; a row without the property does not match. */
export type Condition =
  | { readonly property: string; readonly equals: string | boolean }
  | { readonly property: string; readonly atMost: string };

export interface ListOptions {
  /** Most rows to give; fewer are given only when the range has no more. */
  readonly top?: number;
  /** All of them hold. */
  readonly where?: Condition | readonly Condition[];
  /** Properties to read; absent: all. */
  readonly select?: readonly string[];
}

/** Properties of a row without its keys. A property that is undefined is not stored. */
export type Values = Readonly<Record<string, Value | undefined>>;

/**
 * One change of one row. With `version` the row must still have it; `merge` and `remove` without one take any version, but
 * the row must be there. `upsert` replaces or inserts.
 */
export type Action =
  | { readonly kind: "insert" | "upsert"; readonly row: string; readonly values: Values; readonly version?: undefined }
  | { readonly kind: "replace"; readonly row: string; readonly values: Values; readonly version: Version }
  | { readonly kind: "merge"; readonly row: string; readonly values: Values; readonly version?: Version }
  | { readonly kind: "remove"; readonly row: string; readonly version?: Version };

/** Why a row did not take an action: it exists already, is not there, or has another version. */
export type Found = "exists" | "missing" | "moved";

/** `action` is the index of the first action that could not be done; none of the others was done either. */
export interface Conflict {
  readonly written: false;
  readonly action: number;
  readonly found: Found;
}

/** `versions` goes by the actions' order; empty text for a removed row. */
export type WriteResult = { readonly written: true; readonly versions: readonly Version[] } | Conflict;

/**
 * What this application needs of a table. Every function throws `storage-unavailable` when the store cannot be reached,
 * and nothing else.
 */
export interface Table {
  readonly name: string;
  get(partition: string, row: string): Promise<StoredRow | undefined>;
  /** In the order of their row keys. */
  list(partition: string, range: RowRange, options?: ListOptions): Promise<readonly StoredRow[]>;
  /** The first partition after this key, in ordinal order, that has a row; undefined when there is none. */
  nextPartition(after: string): Promise<string | undefined>;
  /** One operation, or one transaction of up to 100 rows: all or nothing. */
  write(partition: string, actions: readonly Action[]): Promise<WriteResult>;
}

/** What a store answered to a write, before anything is read back. */
export type Submitted =
  | { readonly answer: "written"; readonly versions: readonly Version[] }
  | {
      readonly answer: "refused";
      readonly action: number;
      readonly found: Found;
      /** True when an earlier try of the same write may have been done, its answer lost. */
      readonly repeated: boolean;
    }
  | { readonly answer: "lost"; readonly cause: unknown };

/** A store as it is: `confirmWrites` makes a table of it. */
export interface RawTable extends Pick<Table, "name" | "get" | "list" | "nextPartition"> {
  submit(partition: string, actions: readonly Action[]): Promise<Submitted>;
}

/** What of a range comes after a row: no key is the beginning of another, so whatever is added to one stands before the next. */
export function afterRow({ from, before }: RowRange, row: string | undefined): RowRange {
  return { from: row === undefined || row < from ? from : `${row}~`, before };
}
