import { type Entity } from "../../model/entity";
import { type FieldProblem } from "../../validation/guard";
import { type ItemOptions, namesIn } from "./itemOptions";

/**
 * What the source is known not to do for an entity (reference/customer-insights-api.md 4.3), in a maker's words. What is not
 * known to fail is left to the source.
 */
export function checkOptions(options: ItemOptions, entity: Entity): FieldProblem[] {
  return [
    ...checkFilter(options, entity),
    ...checkSearch(options, entity),
    ...checkExpand(options, entity),
    ...checkColumns("$select", namesIn(options.$select), entity),
    ...checkColumns(
      "$orderby",
      namesIn(options.$orderby).map((each) => each.split(" ")[0] ?? ""),
      entity,
    ),
  ];
}

function checkFilter({ $filter }: ItemOptions, { name, isIngested }: Entity): FieldProblem[] {
  if ($filter === undefined || !isIngested) return [];
  const message = `is not possible on '${name}': it was ingested from a data source, and Customer Insights filters only entities that it made itself, such as Customer`;
  return [{ target: "$filter", message }];
}

function checkSearch({ $search }: ItemOptions, { name, attributes }: Entity): FieldProblem[] {
  const told = attributes.filter(({ isSearchable }) => isSearchable !== undefined);
  if ($search === undefined || told.length === 0 || told.some(({ isSearchable }) => isSearchable)) return [];
  return [{ target: "$search", message: `is not possible on '${name}': none of its columns is indexed for search` }];
}

function checkExpand({ $expand, $search, $select }: ItemOptions, { name, kind }: Entity): FieldProblem[] {
  if ($expand === undefined) return [];
  const reasons = [
    ...(kind === "enrichment" ? [`on '${name}', which is an enrichment`] : []),
    ...($search === undefined ? [] : ["together with $search"]),
    ...($select === undefined || namesIn($select).includes("*") ? [] : ["together with $select"]),
  ];
  return reasons.map((reason) => ({ target: "$expand", message: `is not possible ${reason}` }));
}

function checkColumns(target: string, names: readonly string[], { name, attributes }: Entity): FieldProblem[] {
  const columns = attributes.map((attribute) => attribute.name.toLowerCase());
  if (columns.length === 0) return [];
  const unknown = names.filter((each) => each !== "*" && !columns.includes(each.toLowerCase()));
  if (unknown.length === 0) return [];
  const listed = unknown.slice(0, 5).map((each) => `'${each.slice(0, 100)}'`);
  return [{ target, message: `names no column of '${name}': ${listed.join(", ")}` }];
}
