/** The rows of a table, computed from the world when they are read. */
import { type Instance, type Measure, type Row, type Segment, type World } from "../world/model";
import { makeActivities, makeCustomerMeasures, makeCustomers, makeSourceRows, originOf } from "./generatedRows";
import { QueryError, type Table, columnType } from "./table";
import { findTable } from "./tableList";

/** The customer ids of a segment by name, for `IsMemberOfSegment`; each segment is read once. */
export function listMembersOf(world: World, instance: Instance): (segment: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (segment) => {
    const members = known.get(segment) ?? readMembers(world, instance, segment);
    known.set(segment, members);
    return members;
  };
}

function readMembers(world: World, instance: Instance, segment: string): ReadonlySet<string> {
  const table = findTable(instance, segment);
  if (table?.entityType !== "segment") throw new QueryError(400, "$filter", `The segment '${segment}' was not found.`);
  return new Set(readRows(world, instance, table).map(({ CustomerId }) => String(CustomerId)));
}

/** The rows of a table as reads see them: the stored ones under the writes that have not expired. */
export function readRows(world: World, instance: Instance, table: Table): readonly Row[] {
  const stored = storedRows(world, instance, table);
  const writes = instance.writes.filter((write) => write.table === table.qualifiedName && write.expiresAt > world.now);
  if (writes.length === 0) return stored;
  const keyColumn = table.columns[0] ?? "";
  const rows = new Map(stored.map((row) => [String(row[keyColumn]), row]));
  for (const { key, row } of writes) rows.set(key, { ...rows.get(key), ...row });
  return [...rows.values()];
}

function storedRows(world: World, instance: Instance, table: Table): readonly Row[] {
  const { name, entityType, source } = table;
  if (source) return sourceRows(world, instance, table);
  if (entityType === "segment") {
    const segment = instance.segments.find((each) => each.name === name);
    return segment ? listMembers(segment, customerFacts(world, instance)).map((CustomerId) => ({ CustomerId })) : [];
  }
  if (entityType === "aggregateKpi") {
    const measure = instance.measures.find((each) => each.name === name);
    return measure ? measureRows(world, instance, measure) : [];
  }
  return unifiedRows(world, instance, name);
}

function sourceRows(world: World, instance: Instance, { qualifiedName, source, name }: Table): readonly Row[] {
  const sourceTable = source?.tables.find((each) => each.name === name);
  return sourceTable && source?.lastRefresh !== undefined
    ? remember(instance, qualifiedName, () => makeSourceRows(originOf(world, instance), sourceTable))
    : [];
}

function remember(instance: Instance, name: string, make: () => readonly Row[]): readonly Row[] {
  const known = instance.rows.get(name) ?? make();
  instance.rows.set(name, known);
  return known;
}

/** The customer ids of a segment's members: as many as its evaluation counted, best ranked first. */
function listMembers({ evaluation, rankedBy, descending }: Segment, customers: readonly Row[]): string[] {
  const ranked = customers.toSorted((left, right) => compare(left[rankedBy], right[rankedBy]) * (descending ? -1 : 1));
  return ranked.slice(0, evaluation.count).map(({ CustomerId }) => String(CustomerId));
}

function compare(left: Row[string] | undefined, right: Row[string] | undefined): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left ?? "").localeCompare(String(right ?? ""), "en");
}

/** The values by which segments rank customers: their columns and their measures. */
function customerFacts(world: World, instance: Instance): readonly Row[] {
  const measures = unifiedRows(world, instance, "Customer_Measure");
  return unifiedRows(world, instance, "Customer").map((customer, index) => ({ ...customer, ...measures[index] }));
}

function unifiedRows(world: World, instance: Instance, name: string): readonly Row[] {
  const origin = originOf(world, instance);
  const customers = (): readonly Row[] => unifiedRows(world, instance, "Customer");
  const makers: Readonly<Record<string, () => readonly Row[]>> = {
    Customer: () => makeCustomers(origin, instance.company),
    UnifiedActivity: () => makeActivities(origin, instance.company),
    Customer_Measure: () => makeCustomerMeasures(customers(), unifiedRows(world, instance, "UnifiedActivity")),
    BrandAffinity: () => customers().map(({ CustomerId = null }) => ({ CustomerId, Brand: "Contoso", Score: 7 })),
    ChurnPrediction: () => customers().map(({ CustomerId = null }, index) => ({ CustomerId, Score: index % 10 })),
    ConflationMap: () =>
      customers().map(({ CustomerId = null, eCommerce_Contacts_Id = null }) => ({
        Id: eCommerce_Contacts_Id,
        CustomerId,
      })),
  };
  return remember(instance, name, makers[name] ?? (() => []));
}

function measureRows(world: World, instance: Instance, measure: Measure): readonly Row[] {
  if (measure.output) return [toRow(measure.output.values)];
  if (measure.dimension === undefined || measure.lastSuccessAt === undefined) return [];
  const [sourceName = "", tableName = ""] = measure.table.split("_");
  const source = instance.sources.find(({ name }) => name === sourceName);
  const table = source?.tables.find(({ name }) => name === tableName);
  if (!table) return [];
  const rows = remember(instance, measure.table, () => makeSourceRows(originOf(world, instance), table));
  return aggregateRows(measure, rows);
}

function toRow(values: Readonly<Record<string, string>>): Row {
  return Object.fromEntries(
    Object.entries(values).map(([alias, value]) => [
      alias,
      columnType(alias) === "Edm.DateTimeOffset" ? value : Number(value),
    ]),
  );
}

/** One row per value of the measure's dimension. */
function aggregateRows({ dimension = "", aliases, operation, column }: Measure, rows: readonly Row[]): Row[] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const group = String(row[dimension]);
    groups.set(group, [...(groups.get(group) ?? []), Number(row[column])]);
  }
  const alias = aliases[0] ?? "";
  return [...groups]
    .toSorted(([left], [right]) => left.localeCompare(right, "en"))
    .map(([group, values]) => ({ [dimension]: group, [alias]: aggregate(operation, values) }));
}

function aggregate(operation: Measure["operation"], values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const results: Readonly<Record<Measure["operation"], number>> = {
    sum,
    avg: sum / values.length,
    min: Math.min(...values),
    max: Math.max(...values),
    count: values.length,
    countDistinct: new Set(values).size,
  };
  return Math.round(results[operation] * 100) / 100;
}
