/** The segments and measures of the example companies. Their data sources are in `sourceCatalogue.ts`. */
import { type Measure, type MeasureShape } from "./model";

const purchases = { table: "eCommerce_Purchases", column: "Amount" };

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

/** A segment of the example company; `share` is the part of all customers that are members. */
export interface SegmentTemplate {
  readonly name: string;
  readonly friendlyName: string;
  readonly rankedBy: string;
  readonly descending: boolean;
  readonly share: number;
  readonly isManual?: boolean;
  readonly isActive?: boolean;
}

export const SEGMENT_CATALOGUE: readonly SegmentTemplate[] = [
  highest("HighValueCustomers", "High value customers", "LifetimeSpend", 0.2),
  lowest("DormantCustomers", "Dormant customers", "LastActivityOn", 0.25),
  highest("NewCustomers", "New customers", "CreatedOn", 0.1),
  highest("LoyaltyGold", "Loyalty gold", "LoyaltyPoints", 0.15),
  lowest("ChurnRisk", "Churn risk", "LastActivityOn", 0.12),
  highest("FrequentBuyers", "Frequent buyers", "OrderCount", 0.3),
  highest("RecentlyActive", "Recently active", "LastActivityOn", 0.4),
  { ...highest("BigBaskets", "Big baskets", "LifetimeSpend", 0.08), isManual: true },
  lowest("OneTimeBuyers", "One-time buyers", "OrderCount", 0.22),
  highest("NewsletterReaders", "Newsletter readers", "Email", 0.5),
  lowest("EarlyCustomers", "Early customers", "CreatedOn", 0.18),
  { ...highest("SummerCampaign", "Summer campaign", "FullName", 0.35), isActive: false },
];

function highest(name: string, friendlyName: string, rankedBy: string, share: number): SegmentTemplate {
  return {
    name,
    friendlyName,
    rankedBy,
    descending: true,
    share,
  };
}

function lowest(name: string, friendlyName: string, rankedBy: string, share: number): SegmentTemplate {
  return {
    ...highest(name, friendlyName, rankedBy, share),
    descending: false,
  };
}
