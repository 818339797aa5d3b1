/** The conversion of the app's JSON schemas into those of OpenAPI 2.0, and of names into titles. */
import { type JsonSchema } from "../../shared/http/schema";
import { defined } from "../../shared/model/defined";

export type SwaggerSchema = Record<string, unknown>;

/**
 * The keywords that the platform has a use for. It needs no others: answers may grow, and names are checked by the app.
 */
const KEPT = ["description", "format", "default", "minimum", "maximum", "minLength", "maxLength", "readOnly"];

/**
 * A JSON schema of ours in OpenAPI 2.0: `title` becomes `x-ms-summary` (else the name's words), null is absence,
 * references into the schema's own definitions are written out.
 */
export function toSwaggerSchema(schema: JsonSchema, name = "", root: JsonSchema = schema): SwaggerSchema {
  const resolved = follow(schema, root);
  const { title, properties, items, additionalProperties } = resolved;
  const type = typeOf(resolved);
  const summary = typeof title === "string" ? title : titleCase(name);
  return {
    ...defined({ type }),
    ...(summary !== "" && { "x-ms-summary": summary }),
    ...Object.fromEntries(KEPT.flatMap((key) => (resolved[key] === undefined ? [] : [[key, resolved[key]]]))),
    ...enumOf(resolved),
    ...requiredOf(resolved),
    ...(isSchema(properties) && {
      properties: mapValues(properties, (each, key) => toSwaggerSchema(each, key, root)),
    }),
    ...(isSchema(items) && { items: toSwaggerSchema(items, "", root) }),
    ...(isSchema(additionalProperties) && { additionalProperties: toSwaggerSchema(additionalProperties, "", root) }),
  };
}

function follow(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const { $ref } = schema;
  if (typeof $ref !== "string") return schema;
  const definitions = root["definitions"] as Readonly<Record<string, JsonSchema>>;
  const found = definitions[$ref.replace("#/definitions/", "")];
  if (!found) throw new Error(`schema ${String(root["title"])} has no ${$ref}`);
  return found;
}

/** The one type of a schema besides null; for a schema that only has an enum, the type of its values. */
function typeOf({ type, enum: values }: JsonSchema): string | undefined {
  const types = [type].flat().filter((each): each is string => typeof each === "string" && each !== "null");
  if (types.length > 1) return undefined;
  return types[0] ?? (Array.isArray(values) ? typeof values[0] : undefined);
}

/** `lastRefreshedAt` or `gap-at` as a title: Last Refreshed At. */
function titleCase(name: string): string {
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, "$1 $2").split(/[ _-]/);
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(" ");
}

function enumOf({ enum: values }: JsonSchema): SwaggerSchema {
  if (!Array.isArray(values)) return {};
  const present = values.filter((each) => each !== null).map(String);
  return {
    enum: present,
    "x-ms-enum-values": present.map((value) => ({ value, displayName: titleCase(value) })),
  };
}

/** Only names that are defined may be required here. */
function requiredOf({ required, properties }: JsonSchema): SwaggerSchema {
  const known = isSchema(properties) ? Object.keys(properties) : [];
  const names = Array.isArray(required) ? required.filter((each) => known.includes(String(each))) : [];
  return names.length > 0 ? { required: names } : {};
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null;
}

function mapValues(properties: JsonSchema, map: (schema: JsonSchema, key: string) => SwaggerSchema): SwaggerSchema {
  return Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, map(each as JsonSchema, key)]));
}

/** `list-items` or `listItems` as an id: ListItems. */
export function pascalCase(name: string): string {
  return titleCase(name).replaceAll(" ", "");
}
