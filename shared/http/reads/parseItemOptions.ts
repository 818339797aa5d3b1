import { type HttpRequest } from "@azure/functions";
import { type ItemOptions, LIST_OPTIONS, type OptionName } from "../../reads/items/itemOptions";
import { type FieldProblem } from "../../validation/guard";
import { checkOption } from "./checkOption";

/** What a host takes as an address, and so as a link, is limited. */
const MOST_CHARACTERS = 3_000;
const LISTS: readonly OptionName[] = ["$select", "$orderby", "$expand"];
/** Ours, not an option of the read. */
const SKIP_TOKEN = "$skiptoken";

/**
 * The OData options of a read, of which only the `allowed` may be given; adds what is wrong to `problems`. Names have no
 * case, as for the host; an option that is empty counts as absent.
 */
export function parseItemOptions(
  { query }: Pick<HttpRequest, "query">,
  allowed: readonly OptionName[],
  problems: FieldProblem[],
): ItemOptions {
  const given = new Map<OptionName, string>();
  for (const [written, value] of query) {
    const option = LIST_OPTIONS.find((each) => each === written.toLowerCase());
    const wrong = option ? checkPlace(option, allowed, given) : checkUnknown(written, allowed);
    if (wrong !== undefined) problems.push({ target: written.slice(0, 100), message: wrong });
    else if (option && value.trim() !== "") given.set(option, tidy(option, value.trim()));
  }
  for (const [option, text] of given) {
    const wrong = checkOption(option, text);
    if (wrong !== undefined) problems.push({ target: option, message: wrong });
  }
  if (new URLSearchParams([...given]).toString().length > MOST_CHARACTERS) {
    problems.push({ target: "query", message: `must be at most ${MOST_CHARACTERS} characters as part of an address` });
  }
  return Object.fromEntries(given);
}

function checkPlace(
  option: OptionName,
  allowed: readonly OptionName[],
  given: ReadonlyMap<OptionName, string>,
): string | undefined {
  if (!allowed.includes(option)) return isNotPossible(allowed);
  return given.has(option) ? "must be given once" : undefined;
}

/** Names without a `$` are the host's own, such as `code`, but for those that only lack it. */
function checkUnknown(written: string, allowed: readonly OptionName[]): string | undefined {
  const name = written.toLowerCase();
  const meant = allowed.find((option) => option === `$${name}`);
  if (meant !== undefined) return `must be written ${meant}`;
  return name.startsWith("$") && name !== SKIP_TOKEN ? isNotPossible(allowed) : undefined;
}

function isNotPossible(allowed: readonly OptionName[]): string {
  return `is not possible here; possible are ${allowed.join(", ")}`;
}

function tidy(option: OptionName, text: string): string {
  if (option === "$count") return text.toLowerCase();
  return LISTS.includes(option) ? text.replaceAll(/\s*,\s*/g, ",").replaceAll(/\s+/g, " ") : text;
}
