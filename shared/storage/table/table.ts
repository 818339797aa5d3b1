/**
 * A table as this app uses it: the operations and the types of their arguments. `azureTable` implements them on Table
 * storage, the tests implement them in memory, and both pass the same contract suite.
 */
import { type CodedError } from "../../model/errors";
import { type Version } from "../../model/stored";

export type ColumnValue = string | number | boolean;

export interface StoredRow {
  readonly row: string;
  readonly version: Version;
  readonly values: Readonly<Record<string, ColumnValue>>;
}

/** The row keys from `from` (included) to `before` (excluded), in ordinal order. */
export interface RowRange {
  readonly from: string;
  readonly before: string;
}

/** A condition that the service evaluates. A row without the property does not match. */
export type Condition =
  | { readonly property: string; readonly equals: string | boolean }
  | { readonly property: string; readonly atMost: string };

/** The most rows that the service returns in one answer. */
export const PAGE_ROWS = 1_000;

export interface ListOptions {
  /** The most rows to return. Fewer are returned only when the range has no more. */
  readonly top?: number;
  /** Rows must meet all of these. */
  readonly where?: Condition | readonly Condition[];
  /** The properties to read; all when absent. */
  readonly select?: readonly string[];
}

/** The properties of a row, without its keys. A property that is undefined is not stored. */
export type Values = Readonly<Record<string, ColumnValue | undefined>>;

/**
 * One change of one row. With `version` the row must still have it; `merge` and `remove` without one take any version,
 * but the row must be there. `upsert` replaces or inserts.
 */
export type Action =
  | { readonly kind: "insert" | "upsert"; readonly row: string; readonly values: Values; readonly version?: undefined }
  | { readonly kind: "replace"; readonly row: string; readonly values: Values; readonly version: Version }
  | { readonly kind: "merge"; readonly row: string; readonly values: Values; readonly version?: Version }
  | { readonly kind: "remove"; readonly row: string; readonly version?: Version };

/** The reason why a row did not take an action: it exists already, is missing, or has another version. */
export type Found = "exists" | "missing" | "moved";

/**
 * A write that was not done. `action` is the index of the first action that could not be done; none of the others was
 * done.
 */
export interface Conflict {
  readonly written: false;
  readonly action: number;
  readonly found: Found;
}

/** `versions` are in the order of the actions; an empty text stands for a removed row. */
export type WriteResult = { readonly written: true; readonly versions: readonly Version[] } | Conflict;

/** A table. Every function throws `storage-unavailable` when the service cannot be reached, and nothing else. */
export interface Table {
  readonly name: string;
  get(partition: string, row: string): Promise<StoredRow | undefined>;
  /** The rows are in the order of their keys. */
  list(partition: string, range: RowRange, options?: ListOptions): Promise<readonly StoredRow[]>;
  /** The first partition after this key, in ordinal order, that has a row; undefined when there is none. */
  nextPartition(after: string): Promise<string | undefined>;
  /** One operation, or one transaction of up to 100 rows: all or nothing. */
  write(partition: string, actions: readonly Action[]): Promise<WriteResult>;
}

/** The answer of the service to a write, before anything is read back. */
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

/** A table whose writes are not confirmed yet; `confirmWrites` makes a `Table` of it. */
export interface RawTable extends Pick<Table, "name" | "get" | "list" | "nextPartition"> {
  submit(partition: string, actions: readonly Action[]): Promise<Submitted>;
}

/** The part of a range after a row. No key is the beginning of another, so that `row~` stands before the next. */
export function afterRow({ from, before }: RowRange, row: string | undefined): RowRange {
  return { from: row === undefined || row < from ? from : `${row}~`, before };
}

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
