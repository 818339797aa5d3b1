import { type Measure, type MeasureShape } from "./model";

/** A measure of the example company; `value` is what its latest evaluation found, absent when it is no single value. */
export interface MeasureTemplate {
  readonly name: string;
  readonly shape: MeasureShape;
  readonly operation: Measure["operation"];
  readonly table: string;
  readonly column: string;
  readonly dimension?: string;
  readonly aliases?: readonly string[];
  readonly value?: string;
}

const purchases = { table: "eCommerce_Purchases", column: "Amount" };

export const MEASURE_CATALOGUE: readonly MeasureTemplate[] = [
  { name: "TotalRevenue", shape: "scalar", operation: "sum", ...purchases, value: "1204331.75" },
  {
    name: "AverageOrderValue",
    shape: "scalar",
    operation: "avg",
    ...purchases,
    aliases: ["AverageOrderValue", "OrderCount"],
    value: "86.42",
  },
  {
    name: "ActiveCustomers",
    shape: "scalar",
    operation: "countDistinct",
    table: "UnifiedActivity",
    column: "CustomerId",
    value: "197",
  },
  {
    name: "ReturnRate",
    shape: "scalar",
    operation: "avg",
    table: "Returns_ReturnedItems",
    column: "Amount",
    value: "0.034",
  },
  {
    name: "LatestPurchaseDate",
    shape: "scalar",
    operation: "max",
    table: "eCommerce_Purchases",
    column: "PurchasedOn",
    value: "2026-11-19T18:44:05Z",
  },
  {
    name: "OpenCases",
    shape: "manualScalar",
    operation: "count",
    table: "CallCenter_Cases",
    column: "Id",
    value: "41",
  },
  { name: "RevenueByCountry", shape: "dimensioned", operation: "sum", ...purchases, dimension: "Country" },
  {
    name: "VisitsByPage",
    shape: "dimensioned",
    operation: "count",
    table: "WebAnalytics_Visits",
    column: "Id",
    dimension: "Page",
  },
  {
    name: "ResponsesByScore",
    shape: "manualTable",
    operation: "count",
    table: "Surveys_Responses",
    column: "Id",
    dimension: "Score",
  },
  { name: "LifetimeSpend", shape: "profile", operation: "sum", ...purchases },
  { name: "OrderCount", shape: "profile", operation: "count", table: "eCommerce_Purchases", column: "Id" },
  { name: "LastActivityOn", shape: "profile", operation: "max", table: "UnifiedActivity", column: "ActivityTime" },
];
