import { type JsonSchema } from "./routeSchema";
import { STATUS_TEXTS } from "./statusTexts";

/**
 * The status report's schema with references written out and, for people, a title and a description for each property.
 * Throws for a property that has no text.
 */
export function tellStatus(schema: StatusSchema, root: StatusSchema = schema): JsonSchema {
  const { $ref, definitions: _definitions, properties, items, ...own } = schema;
  if ($ref !== undefined) return tellStatus(root.definitions?.[$ref.replace("#/definitions/", "")] ?? {}, root);
  const told = Object.entries(properties ?? {}).map(
    ([name, each]) => [name, tell(name, tellStatus(each, root))] as const,
  );
  return {
    ...own,
    ...(properties && { properties: Object.fromEntries(told) }),
    ...(items && { items: tellStatus(items, root) }),
  };
}

interface StatusSchema extends JsonSchema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, StatusSchema>>;
  readonly items?: StatusSchema;
  readonly definitions?: Readonly<Record<string, StatusSchema>>;
}

function tell(name: string, schema: JsonSchema): JsonSchema {
  const description = STATUS_TEXTS[name];
  if (description === undefined) throw new Error(`the status report's ${name} has no text`);
  const words = name.replaceAll(/([a-z])([A-Z])/g, "$1 $2");
  const time = String(schema["pattern"]).startsWith("^\\d{4}-") ? { format: "date-time" } : {};
  return { ...schema, ...time, title: words.slice(0, 1).toUpperCase() + words.slice(1), description };
}
