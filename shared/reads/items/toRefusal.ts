import { type SourceFailure } from "../../model/sourceAnswer";
import { type FieldProblem } from "../../validation/guard";
import { type ItemOptions } from "./itemOptions";
import { type Place } from "./place";

/** What the source does not accept of a question; undefined when it failed for another reason. */
export function toRefusal(
  { kind, message, said = message }: SourceFailure,
  options: ItemOptions,
  place: Place | undefined,
): FieldProblem | undefined {
  if (kind !== "rejected") return undefined;
  if (place) {
    return { target: "$skiptoken", message: `is not taken by Customer Insights any more: ${said}; read the list anew` };
  }
  return { target: findOption(said, options), message: `is not accepted by Customer Insights: ${said}` };
}

/** The option that the source's words name, else the only one that there is. */
function findOption(said: string, options: ItemOptions): string {
  const given = Object.keys(options);
  const named = given.find((name) => said.toLowerCase().includes(name));
  return named ?? (given.length === 1 ? (given[0] ?? "query") : "query");
}
