import { type OptionName } from "../../reads/items/itemOptions";
import { type ParameterSchema } from "./routeSchema";

/** A `$top` above this is no limit that anybody needs: the platform itself pages no further. */
export const MOST_TOP = 100_000;

const COUNT = { type: "integer", format: "int32" };

/** What each OData option of a read may be. */
export const OPTION_SCHEMAS: Readonly<Record<OptionName, ParameterSchema["schema"]>> = {
  $top: {
    ...COUNT,
    minimum: 1,
    maximum: MOST_TOP,
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

/** The query parameters of these options. */
export function optionParameters(names: readonly OptionName[]): ParameterSchema[] {
  return names.map((name) => ({ name, in: "query", required: false, schema: OPTION_SCHEMAS[name] }));
}
