import { type HttpRequest } from "@azure/functions";
import { type FieldProblem } from "../../validation/guard";

/** Adds a problem for each OData option that files cannot be asked with: the maker would take the rows for what was asked. */
export function refuseOptions({ query }: Pick<HttpRequest, "query">, problems: FieldProblem[]): void {
  for (const name of new Set(query.keys())) {
    if (!name.startsWith("$") || name === "$top" || name === "$skiptoken") continue;
    const message = "is not supported for partitions, which are files: read all rows, or use the entity's items";
    problems.push({ target: name.slice(0, 100), message });
  }
}
