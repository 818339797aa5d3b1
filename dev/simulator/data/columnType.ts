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

/** In the example company a column's name tells its type. */
export function columnType(name: string): ColumnType {
  if (/^Is[A-Z]/.test(name)) return "Edm.Boolean";
  if (/(On|Time|Date)$/.test(name)) return "Edm.DateTimeOffset";
  return NUMBERS[name] ?? "Edm.String";
}
