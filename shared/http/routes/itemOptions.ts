import { type HttpRequest } from "@azure/functions";
import { type ItemOptions, LIST_OPTIONS, type OptionName } from "../../data/options";
import { type FieldProblem } from "../../validation/guard";
import { type ParameterSchema } from "../schema";

/** What a host takes as an address, and so as a link, is limited. */
const MAX_LENGTH = 3_000;

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
  if (new URLSearchParams([...given]).toString().length > MAX_LENGTH) {
    problems.push({ target: "query", message: `must be at most ${MAX_LENGTH} characters as part of an address` });
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

function isNotPossible(allowed: readonly OptionName[]): string {
  return `is not possible here; possible are ${allowed.join(", ")}`;
}

/** Ours, not an option of the read. */
const SKIP_TOKEN = "$skiptoken";

/** Names without a `$` are the host's own, such as `code`, but for those that only lack it. */
function checkUnknown(written: string, allowed: readonly OptionName[]): string | undefined {
  const name = written.toLowerCase();
  const meant = allowed.find((option) => option === `$${name}`);
  if (meant !== undefined) return `must be written ${meant}`;
  return name.startsWith("$") && name !== SKIP_TOKEN ? isNotPossible(allowed) : undefined;
}

const LISTS: readonly OptionName[] = ["$select", "$orderby", "$expand"];

function tidy(option: OptionName, text: string): string {
  if (option === "$count") return text.toLowerCase();
  return LISTS.includes(option) ? text.replaceAll(/\s+/g, " ").replaceAll(/ ?, ?/g, ",") : text;
}

/** A `$top` above this is no limit that anybody needs: the platform itself pages no further. */
const MAX_TOP = 100_000;

const COUNT = { type: "integer", format: "int32" };

/** What each OData option of a read may be. */
const OPTION_SCHEMAS: Readonly<Record<OptionName, ParameterSchema["schema"]>> = {
  $top: {
    ...COUNT,
    minimum: 1,
    maximum: MAX_TOP,
    title: "Top Count",
    description: "The most items to get, over all pages.",
  },
  $skip: {
    ...COUNT,
    minimum: 0,
    maximum: 999_999_999,
    title: "Skip Count",
    description: "How many items to pass over.",
  },
  $filter: {
    type: "string",
    maxLength: 2_000,
    title: "Filter Query",
    description: "An OData filter such as CustomerId eq '1'; not possible on ingested entities.",
  },
  $select: {
    type: "string",
    maxLength: 2_000,
    title: "Select Query",
    description: "The columns to get, separated by commas.",
  },
  $orderby: {
    type: "string",
    maxLength: 500,
    title: "Order By",
    description: "The columns to sort by, separated by commas, each with asc or desc.",
  },
  $search: {
    type: "string",
    maxLength: 500,
    title: "Search Text",
    description: "A text to search for; only possible on entities with a search index, such as Customer.",
  },
  $expand: {
    type: "string",
    maxLength: 500,
    title: "Expand Query",
    description: "Related entities to get with each item, such as UnifiedActivity, separated by commas.",
  },
  $count: { type: "boolean", title: "Count", description: "Whether to count all items too." },
};

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_.]*`;

const NAMES = new RegExp(`^${NAME}(?:,${NAME})*$`, "u");

const SORTED = `${NAME}(?: (?:asc|desc))?`;

const ORDER = new RegExp(`^${SORTED}(?:,${SORTED})*$`, "iu");

type Rule = (text: string) => string | undefined;

const RULES: Readonly<Partial<Record<OptionName, Rule>>> = {
  $top: (text) => wholeNumber(text, 1, MAX_TOP),
  $skip: (text) => wholeNumber(text, 0, 999_999_999),
  $select: (text) => fits(text === "*" || NAMES.test(text), "must be names of columns, separated by commas, or *"),
  $orderby: (text) =>
    fits(ORDER.test(text), "must be names of columns, each with asc, desc or nothing, separated by commas"),
  $expand: (text) => fits(NAMES.test(text), "must be names of related entities, separated by commas"),
  $count: (text) => fits(/^(?:true|false)$/.test(text), "must be true or false"),
};

/** What is wrong with an option by itself, if anything; what its filter or search means is the source's to judge. */
function checkOption(option: OptionName, text: string): string | undefined {
  const { maxLength } = OPTION_SCHEMAS[option];
  if (typeof maxLength === "number" && text.length > maxLength) return `must be at most ${maxLength} characters`;
  if (/[\p{Cc}\p{Surrogate}]/u.test(text)) return "must not have control characters or halves of characters";
  return RULES[option]?.(text);
}

function wholeNumber(text: string, least: number, most: number): string | undefined {
  const isFit = /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return fits(isFit, `must be a whole number from ${least} to ${most}`);
}

function fits(isFit: boolean, otherwise: string): string | undefined {
  return isFit ? undefined : otherwise;
}

/** The query parameters of these options. */
export function optionParameters(names: readonly OptionName[]): ParameterSchema[] {
  return names.map((name) => ({ name, in: "query", required: false, schema: OPTION_SCHEMAS[name] }));
}
