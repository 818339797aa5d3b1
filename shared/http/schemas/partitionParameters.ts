import { type ParameterSchema } from "./routeSchema";

/** Where a page begins. */
export const SKIP_TOKEN: ParameterSchema = {
  name: "$skiptoken",
  in: "query",
  required: false,
  schema: {
    type: "string",
    title: "Skip Token",
    description: "Where a page begins, as the link to it says. Follow links as they are.",
  },
};

export const PARTITION_ID: ParameterSchema = {
  name: "partitionId",
  in: "path",
  required: true,
  schema: {
    type: "string",
    pattern: "^[0-9a-f]{32}$",
    title: "Partition",
    description: "The partition, as the list of partitions gives it.",
  },
};

/** How many there are on a page at most. */
export function pageSize(what: string, least: { readonly fallback: number; readonly most: number }): ParameterSchema {
  const { fallback, most } = least;
  return {
    name: "$top",
    in: "query",
    required: false,
    schema: {
      type: "integer",
      minimum: 1,
      maximum: most,
      default: fallback,
      title: "Top Count",
      description: `The most ${what} of one page.`,
    },
  };
}
