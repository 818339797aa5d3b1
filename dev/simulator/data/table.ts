/** A table, the types of its columns, and the error of a read or write that a table refuses. */
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

/** A read or write that the source refuses; `target` is the option or field that is wrong. */
export class QueryError extends Error {
  readonly status: 400 | 404 | 406 | 409;
  readonly target: string;

  constructor(status: QueryError["status"], target: string, message: string) {
    super(message);
    this.status = status;
    this.target = target;
  }
}

export type ColumnType = "Edm.String" | "Edm.Int64" | "Edm.Double" | "Edm.Boolean" | "Edm.DateTimeOffset";

const NUMBERS: Readonly<Record<string, ColumnType>> = {
  ActiveCustomers: "Edm.Int64",
  Amount: "Edm.Double",
  AverageOrderValue: "Edm.Double",
  OpenCases: "Edm.Int64",
  Price: "Edm.Double",
  ResponsesByScore: "Edm.Int64",
  ReturnRate: "Edm.Double",
  Revenue: "Edm.Double",
  RevenueByCountry: "Edm.Double",
  TotalRevenue: "Edm.Double",
  VisitsByPage: "Edm.Int64",
  LifetimeSpend: "Edm.Double",
  Points: "Edm.Int64",
  LoyaltyPoints: "Edm.Int64",
  OrderCount: "Edm.Int64",
  Score: "Edm.Int64",
  Seconds: "Edm.Int64",
};

/** The type of a column follows from its name in the example company. */
export function columnType(name: string): ColumnType {
  if (/^Is[A-Z]/.test(name)) return "Edm.Boolean";
  if (/(On|Time|Date)$/.test(name)) return "Edm.DateTimeOffset";
  return NUMBERS[name] ?? "Edm.String";
}
