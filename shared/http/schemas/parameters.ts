import { type ParameterSchema } from "./routeSchema";

export const INSTANCE_ID: ParameterSchema = {
  name: "instanceId",
  in: "path",
  required: true,
  schema: {
    type: "string",
    format: "uuid",
    title: "Instance",
    description: "The Customer Insights instance (environment).",
  },
};

export const ENTITY: ParameterSchema = {
  name: "entity",
  in: "path",
  required: true,
  schema: {
    type: "string",
    minLength: 1,
    maxLength: 200,
    title: "Entity",
    description: "The entity (table), as the list of entities names it.",
  },
};

/** Of an item of an entity. */
export const ITEM_ID: ParameterSchema = {
  name: "itemId",
  in: "path",
  required: true,
  schema: {
    type: "string",
    minLength: 1,
    maxLength: 400,
    title: "Item Id",
    description: "The item's value in the key column of the entity.",
  },
};

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
