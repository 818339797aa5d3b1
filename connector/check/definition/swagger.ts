interface Info {
  readonly title?: string;
  readonly description?: string;
  readonly version?: string;
  readonly contact?: { readonly name?: string; readonly url?: string; readonly email?: string };
  readonly "x-ms-api-annotation"?: { readonly status?: string };
}

export const METHODS = ["get", "put", "post", "delete", "options", "head", "patch"] as const;

export type Method = (typeof METHODS)[number];

export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly consumes?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly responses?: Readonly<Record<string, Response>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly "x-ms-visibility"?: string;
  readonly "x-ms-trigger"?: string;
  readonly "x-ms-trigger-hint"?: string;
  readonly "x-ms-notification"?: unknown;
  readonly "x-ms-pageable"?: { readonly nextLinkName?: string };
  readonly "x-ms-api-annotation"?: { readonly family?: string; readonly revision?: number; readonly status?: string };
}

/** The parts that schemas and non-body parameters have in common. */
export interface SwaggerValue {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly items?: Schema;
  readonly "x-ms-summary"?: string;
  readonly "x-ms-visibility"?: string;
  readonly "x-ms-enum-values"?: readonly { readonly value?: unknown; readonly displayName?: string }[];
  readonly "x-ms-dynamic-values"?: Call;
  readonly "x-ms-dynamic-list"?: Call;
  readonly "x-ms-dynamic-schema"?: Call;
  readonly "x-ms-dynamic-properties"?: Call;
}

export interface Schema extends SwaggerValue {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly readOnly?: boolean;
  readonly allOf?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
  readonly "x-ms-notification-url"?: boolean;
}

/** A call that the designer makes by itself: for a drop-down, for a schema, to test a connection. */
export interface Call {
  readonly operationId?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly "value-collection"?: string;
  readonly "value-path"?: string;
  readonly "value-title"?: string;
  readonly itemsPath?: string;
  readonly itemValuePath?: string;
  readonly itemTitlePath?: string;
}

export interface Parameter extends SwaggerValue {
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly schema?: Schema;
  readonly "x-ms-url-encoding"?: string;
}

interface Response {
  readonly $ref?: string;
  readonly description?: string;
  readonly schema?: Schema;
  readonly headers?: Readonly<Record<string, { readonly type?: string }>>;
}

export type PathItem = Readonly<Partial<Record<Method, Operation>>> & {
  readonly parameters?: readonly Parameter[];
  readonly "x-ms-notification-content"?: { readonly description?: string; readonly schema?: Schema };
};

/** The parts of a definition (OpenAPI 2.0 with the platform's extensions) that the rules look at. */
export interface Definition {
  readonly swagger?: string;
  readonly info?: Info;
  readonly host?: string;
  readonly basePath?: string;
  readonly schemes?: readonly string[];
  readonly consumes?: readonly string[];
  readonly produces?: readonly string[];
  readonly paths?: Readonly<Record<string, PathItem>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly responses?: Readonly<Record<string, Response>>;
  readonly securityDefinitions?: Readonly<Record<string, { readonly type?: string }>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly "x-ms-connector-metadata"?: readonly { readonly propertyName?: string; readonly propertyValue?: string }[];
  readonly "x-ms-capabilities"?: { readonly testConnection?: Call };
}
