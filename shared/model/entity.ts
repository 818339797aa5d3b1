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
