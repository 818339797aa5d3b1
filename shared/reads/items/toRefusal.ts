import { type SourceFailure } from "../../model/sourceAnswer";
import { type FieldProblem } from "../../validation/guard";
import { type ItemOptions } from "./itemOptions";
import { type Place } from "./place";

/** What the source does not accept of a question; undefined when it failed for another reason. */
export function toRefusal(
  { kind, message, said = message, target = "" }: SourceFailure,
  options: ItemOptions,
  place: Place | undefined,
): FieldProblem | undefined {
  if (kind !== "rejected") return undefined;
  if (place) {
    return { target: "$skiptoken", message: `is not taken by Customer Insights any more: ${said}; read the list anew` };
  }
  return {
    target: findOption(target, options) ?? findOption(said, options) ?? onlyOne(options),
    message: `is not accepted by Customer Insights: ${said}`,
  };
}

function findOption(words: string, options: ItemOptions): string | undefined {
  return Object.keys(options).find((name) => words.toLowerCase().includes(name));
}

/** Where the source names none it can still be clear. */
function onlyOne(options: ItemOptions): string {
  const [first = "query", ...others] = Object.keys(options);
  return others.length === 0 ? first : "query";
}
