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
