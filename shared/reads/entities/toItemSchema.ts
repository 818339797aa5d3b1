import { type EntityAttribute } from "../../model/entity";

/** A JSON schema of one item, as a flow's designer takes it. */
export interface ItemSchema {
  readonly type: "object";
  readonly properties: Readonly<Record<string, PropertySchema>>;
}

interface PropertySchema {
  readonly title: string;
  readonly type?: "string" | "integer" | "number" | "boolean" | "array";
  readonly format?: string;
  readonly items?: Omit<PropertySchema, "title">;
}

type Typed = Omit<PropertySchema, "title">;

/** By the type's name in lower case, with or without `Edm.`. Formats are those that the platform knows. */
const TYPES: Readonly<Record<string, Typed>> = {
  string: { type: "string" },
  guid: { type: "string", format: "uuid" },
  binary: { type: "string", format: "byte" },
  boolean: { type: "boolean" },
  byte: { type: "integer", format: "int32" },
  sbyte: { type: "integer", format: "int32" },
  int16: { type: "integer", format: "int32" },
  int32: { type: "integer", format: "int32" },
  int64: { type: "integer", format: "int64" },
  single: { type: "number", format: "float" },
  double: { type: "number", format: "double" },
  decimal: { type: "number" },
  date: { type: "string", format: "date" },
  datetime: { type: "string", format: "date-time" },
  datetimeoffset: { type: "string", format: "date-time" },
  timeofday: { type: "string" },
  duration: { type: "string" },
};

/** Columns in their order, titled as people call them. A type that is not known, or not told, allows anything. */
export function toItemSchema(attributes: readonly EntityAttribute[]): ItemSchema {
  const properties = attributes.map(({ name, friendlyName = name, dataType = "" }): [string, PropertySchema] => [
    name,
    { title: friendlyName, ...toTyped(dataType) },
  ]);
  return { type: "object", properties: Object.fromEntries(properties) };
}

function toTyped(dataType: string): Typed {
  const [, inner] = /^collection\((.*)\)$/i.exec(dataType) ?? [];
  if (inner !== undefined) return { type: "array", items: toTyped(inner) };
  const name = dataType.toLowerCase().replace(/^edm\./, "");
  return Object.hasOwn(TYPES, name) ? (TYPES[name] ?? {}) : {};
}
