/**
 * The OData options of the items of an entity: the schema of each with its limits, and how a query is parsed into them.
 * Which options a list or one item takes stands in `data/options.ts`, as does what an entity does not support.
 */
import { type HttpRequest } from "@azure/functions";
import { type ItemOptions, LIST_OPTIONS, type OptionName } from "../../data/options";
import { type FieldProblem } from "../../validation/guard";
import { SKIP_TOKEN } from "../paging";
import { type ParameterSchema, type TextSchema, checkText } from "../schema";

/** A host limits the length of an address, and so of a link. */
const MAX_LENGTH = 3_000;

/**
 * Reads the options, of which only the `allowed` may be given; adds what is wrong to `problems`. The case of names does
 * not matter, as for the host; an option that is empty counts as absent.
 */
export function parseItemOptions(
  { query }: Pick<HttpRequest, "query">,
  allowed: readonly OptionName[],
  problems: FieldProblem[],
): ItemOptions {
  const given = new Map<OptionName, string>();
  for (const [written, value] of query) {
    const option = LIST_OPTIONS.find((each) => each === written.toLowerCase());
    const wrong = option ? checkGiven(option, allowed, given) : checkUnknown(written, allowed);
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

function checkGiven(
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

/** Names without a `$` are the host's own, such as `code`, but for those that only lack it. */
function checkUnknown(written: string, allowed: readonly OptionName[]): string | undefined {
  const name = written.toLowerCase();
  const meant = allowed.find((option) => option === `$${name}`);
  if (meant !== undefined) return `must be written ${meant}`;
  return name.startsWith("$") && name !== SKIP_TOKEN.name ? isNotPossible(allowed) : undefined;
}

const LISTS: readonly OptionName[] = ["$select", "$orderby", "$expand"];

function tidy(option: OptionName, text: string): string {
  if (option === "$count") return text.toLowerCase();
  return LISTS.includes(option) ? text.replaceAll(/\s+/g, " ").replaceAll(/ ?, ?/g, ",") : text;
}

/**
 * The parameter of each option. Pages have no size here: `$top` limits the whole list, and the platform pages no
 * further.
 */
const OPTION_SCHEMAS: Readonly<Record<OptionName, TextSchema>> = {
  $top: {
    type: "integer",
    format: "int32",
    minimum: 1,
    maximum: 100_000,
    title: "Top Count",
    description: "The most items to get, over all pages.",
  },
  $skip: {
    type: "integer",
    format: "int32",
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

interface Grammar {
  readonly fits: (text: string) => boolean;
  readonly message: string;
}

/** The grammar of options that are lists of names. */
const GRAMMARS: Readonly<Partial<Record<OptionName, Grammar>>> = {
  $select: {
    fits: (text) => text === "*" || NAMES.test(text),
    message: "must be names of columns, separated by commas, or *",
  },
  $orderby: {
    fits: (text) => ORDER.test(text),
    message: "must be names of columns, each with asc, desc or nothing, separated by commas",
  },
  $expand: { fits: (text) => NAMES.test(text), message: "must be names of related entities, separated by commas" },
};

/** Says what is wrong with an option by itself, if anything; the source judges what a filter or a search means. */
function checkOption(option: OptionName, text: string): string | undefined {
  const schema = OPTION_SCHEMAS[option];
  const misfit = checkText(schema, text);
  if (misfit !== undefined && schema.type === "string") return misfit;
  if (/[\p{Cc}\p{Surrogate}]/u.test(text)) return "must not have control characters or halves of characters";
  const grammar = GRAMMARS[option];
  return grammar && !grammar.fits(text) ? grammar.message : misfit;
}

/** The options that the designer shows at once; all others are advanced. */
const PROMINENT: readonly OptionName[] = ["$filter"];

/** The query parameters of these options. */
export function optionParameters(names: readonly OptionName[]): readonly ParameterSchema[] {
  return names.map((name) => ({
    name,
    in: "query",
    required: false,
    schema: OPTION_SCHEMAS[name],
    ...(!PROMINENT.includes(name) && { visibility: "advanced" }),
  }));
}
