import { type OptionName } from "../../reads/items/itemOptions";
import { MOST_TOP, OPTION_SCHEMAS } from "../schemas/itemOptions";

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_.]*`;
const NAMES = new RegExp(`^${NAME}(?:,${NAME})*$`, "u");
const SORTED = `${NAME}(?: (?:asc|desc))?`;
const ORDER = new RegExp(`^${SORTED}(?:,${SORTED})*$`, "iu");

type Rule = (text: string) => string | undefined;

const RULES: Readonly<Partial<Record<OptionName, Rule>>> = {
  $top: (text) => wholeNumber(text, 1, MOST_TOP),
  $skip: (text) => wholeNumber(text, 0, 999_999_999),
  $select: (text) => fits(text === "*" || NAMES.test(text), "must be names of columns, separated by commas, or *"),
  $orderby: (text) =>
    fits(ORDER.test(text), "must be names of columns, each with asc, desc or nothing, separated by commas"),
  $expand: (text) => fits(NAMES.test(text), "must be names of related entities, separated by commas"),
  $count: (text) => fits(/^(?:true|false)$/.test(text), "must be true or false"),
};

/** What is wrong with an option by itself, if anything; what its filter or search means is the source's to judge. */
export function checkOption(option: OptionName, text: string): string | undefined {
  const { maxLength } = OPTION_SCHEMAS[option];
  if (typeof maxLength === "number" && text.length > maxLength) return `must be at most ${maxLength} characters`;
  if (/[\p{Cc}\p{Surrogate}]/u.test(text)) return "must not have control characters or halves of characters";
  return RULES[option]?.(text);
}

function fits(isFit: boolean, otherwise: string): string | undefined {
  return isFit ? undefined : otherwise;
}

function wholeNumber(text: string, least: number, most: number): string | undefined {
  const isFit = /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return fits(isFit, `must be a whole number from ${least} to ${most}`);
}
