import { type DataSource } from "../world/model";

/** A table as reads and metadata know it. */
export interface Table {
  readonly name: string;
  /** The name under `/data`: `DataSource_Table` when ingested. */
  readonly qualifiedName: string;
  readonly entityType: string;
  readonly dataflowType: string;
  readonly source: DataSource | undefined;
  /** The first column is the key. */
  readonly columns: readonly string[];
  /** Columns that `$filter` accepts. */
  readonly filterable: readonly string[];
  readonly isSearchable: boolean;
  readonly refreshedAt: number | undefined;
}
