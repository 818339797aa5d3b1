/** The list of an instance's tables: ingested ones, unified ones, segments and measures. */
import { type Instance, type Measure } from "../world/model";
import { type Table } from "./table";

/** Table names are compared without case. */
export function findTable(instance: Instance, name: string): Table | undefined {
  return listTables(instance).find(({ qualifiedName }) => qualifiedName.toLowerCase() === name.toLowerCase());
}

/** Every table of an instance: what was ingested, what unification made of it, and what was computed from that. */
export function listTables(instance: Instance): Table[] {
  return [...systemTables(instance), ...sourceTables(instance), ...segmentTables(instance), ...measureTables(instance)];
}

const CUSTOMER_COLUMNS =
  "CustomerId FullName FirstName LastName Email City Country CreatedOn LoyaltyPoints IsSubscribed eCommerce_Contacts_Id Loyalty_LoyaltyCustomers_Id".split(
    " ",
  );

const ACTIVITY_COLUMNS = "ActivityId CustomerId ActivityType ActivityTime Title Amount".split(" ");

function systemTables(instance: Instance): Table[] {
  const refreshedAt = (operation: string): number | undefined =>
    instance.nodes.find(({ operationType }) => operationType === operation)?.lastSuccessAt;
  const merged = { refreshedAt: refreshedAt("merge") };
  const profileMeasures = instance.measures.filter(({ shape }) => shape === "profile").map(({ name }) => name);
  return [
    {
      ...table("Customer", "profile", "conflationResolveConflicts", CUSTOMER_COLUMNS),
      filterable: CUSTOMER_COLUMNS.filter((column) => column !== "IsSubscribed"),
      isSearchable: true,
      ...merged,
    },
    {
      ...table("UnifiedActivity", "unifiedActivity", "unifiedActivity", ACTIVITY_COLUMNS),
      filterable: ["ActivityId", "CustomerId", "ActivityType", "ActivityTime"],
      refreshedAt: refreshedAt("activity"),
    },
    {
      ...table("Customer_Measure", "profileKpi", "kpi", ["CustomerId", ...profileMeasures]),
      refreshedAt: refreshedAt("attributeMeasures"),
    },
    { ...table("BrandAffinity", "enrichment", "enriched", ["CustomerId", "Brand", "Score"]), ...merged },
    { ...table("ChurnPrediction", "genericPrediction", "genericPrediction", ["CustomerId", "Score"]), ...merged },
    { ...table("ConflationMap", "conflationMap", "conflationMatchPairs", ["Id", "CustomerId"]), ...merged },
    { ...table("Contacts_Deduplicated", "selfConflation", "conflationDeduplication", ["Id"]), ...merged },
    { ...table("Contacts_Corrupt", "corrupt", "ingestion", ["Id", "Comment"]), ...merged },
  ];
}

function table(name: string, entityType: string, dataflowType: string, columns: readonly string[]): Table {
  return {
    name,
    qualifiedName: name,
    entityType,
    dataflowType,
    source: undefined,
    columns,
    filterable: columns.slice(0, 1),
    isSearchable: false,
    refreshedAt: undefined,
  };
}

function sourceTables(instance: Instance): Table[] {
  return instance.sources.flatMap((source) =>
    source.tables.map(({ name, type, columns }) => ({
      ...table(name, type, source.kind === "firstParty" ? "firstParty" : source.kind, columns),
      qualifiedName: `${source.name}_${name}`,
      source,
      filterable: [],
      refreshedAt: source.lastRefresh,
    })),
  );
}

function segmentTables(instance: Instance): Table[] {
  return instance.segments.map(({ name, evaluation }) => ({
    ...table(name, "segment", "segmentation", ["CustomerId"]),
    refreshedAt: evaluation.evaluatedAt,
  }));
}

function measureTables(instance: Instance): Table[] {
  return instance.measures
    .filter(({ shape }) => shape !== "profile")
    .map((measure) => ({
      ...table(measure.name, "aggregateKpi", "kpi", measureColumns(measure)),
      refreshedAt: measure.lastSuccessAt,
    }));
}

function measureColumns({ dimension, aliases }: Measure): string[] {
  return dimension === undefined ? [...aliases] : [dimension, ...aliases];
}
