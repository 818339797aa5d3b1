import { type Instance, type Measure, type Row, type World } from "../world/model";
import { aggregateRows } from "./aggregateRows";
import { columnType } from "./columnType";
import { listMembers } from "./listMembers";
import { makeSourceRows } from "./makeSourceRows";
import { type Table } from "./table";
import { makeActivities, makeCustomerMeasures, makeCustomers, originOf } from "./unifiedRows";

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

/** What segments rank customers by: their columns and their measures. */
function customerFacts(world: World, instance: Instance): readonly Row[] {
  const measures = unifiedRows(world, instance, "Customer_Measure");
  return unifiedRows(world, instance, "Customer").map((customer, index) => ({ ...customer, ...measures[index] }));
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

function remember(instance: Instance, name: string, make: () => readonly Row[]): readonly Row[] {
  const known = instance.rows.get(name) ?? make();
  instance.rows.set(name, known);
  return known;
}
