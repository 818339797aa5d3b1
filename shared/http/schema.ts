/** A JSON schema as data: what the connector's definition is generated from. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

export interface ParameterSchema {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  /** `title` and `description` are a maker's words. */
  readonly schema: JsonSchema & { readonly title: string; readonly description: string };
}

/** What a route takes and, when all goes well, answers. */
export interface RouteSchema {
  /** The function's registered name. */
  readonly operation: string;
  readonly method: "GET";
  readonly route: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly ParameterSchema[];
  readonly answer: JsonSchema & { readonly title: string };
}

/** What a route that changes something takes and, when all goes well, answers. */
export interface WriteSchema extends Omit<RouteSchema, "method" | "answer"> {
  readonly method: "POST" | "PATCH";
  readonly body: JsonSchema & { readonly title: string };
  /** By status; null: the answer has no body. */
  readonly answers: Readonly<Record<number, (JsonSchema & { readonly title: string }) | null>>;
}

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

/** The schema of a whole list; each property has a title and a description. */
export function listOf(title: string, properties: JsonSchema, required: readonly string[]): RouteSchema["answer"] {
  const items = { type: "object", additionalProperties: false, required, properties };
  return {
    title,
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: { value: { type: "array", title, description: "Sorted by name.", items } },
  };
}

export function textSchema(title: string, description: string, more: JsonSchema = {}): JsonSchema {
  return { type: "string", title, description, ...more };
}

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
