import { type Measure, type Row } from "../world/model";

/** One row per value of the measure's dimension. */
export function aggregateRows({ dimension = "", aliases, operation, column }: Measure, rows: readonly Row[]): Row[] {
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
