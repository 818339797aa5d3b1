/** The rules about values, schemas and references: R45 to R48. */
import { type PlacedSchema, parametersOf, schemasOf } from "../definition/schemas";
import { type Definition, type Schema, type SwaggerValue } from "../definition/swagger";
import { type Rule, unless } from "./rule";

const FORMATS = "int32 int64 float double byte binary date date-time password date-no-tz email html uri uuid".split(
  " ",
);

export const VALUE_RULES: readonly Rule[] = [
  {
    id: "R45",
    severity: "gate",
    says: "enum is not empty; its values, their names and default are of the type",
    find: ({ definition }) => valuesOf(definition).flatMap(findEnumFlaws),
  },
  {
    id: "R46",
    severity: "gate",
    says: "Arrays have items; required names defined properties of an object; no input is read-only and required",
    find: ({ definition }) => [
      ...schemasOf(definition).flatMap(findShapeFlaws),
      ...parametersOf(definition)
        .filter(({ parameter: { type, items } }) => type === "array" && !items)
        .map(({ at }) => at),
    ],
  },
  {
    id: "R48",
    severity: "gate",
    says: `format is among ${FORMATS.join(" ")}`,
    find: ({ definition }) =>
      valuesOf(definition)
        .filter(({ value: { format } }) => format !== undefined && !FORMATS.includes(format))
        .map(({ value, at }) => `${at} ${value.format}`),
  },
];

/** Rules of `$ref`, looked at in the definition as it is written. */
export const REFERENCE_RULES: readonly Rule[] = [
  {
    id: "R47",
    severity: "gate",
    says: "$ref stands alone, leads somewhere, and no loop of references is required",
    find: ({ definition }) => [...findBroken(definition, definition, "#"), ...findLoops(definition)],
  },
];

interface PlacedValue {
  readonly value: SwaggerValue;
  readonly at: string;
}

function valuesOf(definition: Definition): readonly PlacedValue[] {
  const parameters = parametersOf(definition).map(({ parameter, at }) => ({ value: parameter, at }));
  return [...parameters, ...schemasOf(definition).map(({ schema, at }) => ({ value: schema, at }))];
}

function findEnumFlaws({ value, at }: PlacedValue): readonly string[] {
  const { type = "", enum: allowed, default: standard, "x-ms-enum-values": named } = value;
  const values = [...(allowed ?? []), ...(standard === undefined ? [] : [standard])];
  const names = (named ?? []).map((each) => each.value);
  return [
    ...unless(allowed === undefined || allowed.length > 0, `${at}: empty enum`),
    ...unless(
      values.every((each) => isOfType(each, type)),
      `${at}: not all of type ${type}`,
    ),
    ...unless(
      new Set(names).size === names.length && names.every((each) => allowed?.includes(each)),
      `${at}: names of other values`,
    ),
    ...unless(
      (named ?? []).every(({ displayName = "" }) => displayName !== ""),
      `${at}: a value without displayName`,
    ),
  ];
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  return type === "" || typeof value === type;
}

function findShapeFlaws({ schema, at, role }: PlacedSchema): readonly string[] {
  const { type, items, required, properties = {} } = schema;
  const isRequired = (name: string): boolean => required?.includes(name) ?? false;
  const readOnly = Object.entries<Schema>(properties).filter(
    ([name, each]) => each.readOnly === true && isRequired(name),
  );
  return [
    ...unless(type !== "array" || items !== undefined, `${at}: no items`),
    ...unless(required === undefined || (type === "object" && required.length > 0), `${at}: required of nothing`),
    ...(required ?? [])
      .filter((name) => !Object.hasOwn(properties, name))
      .map((name) => `${at}: ${name} is not defined`),
    ...unless(role !== "input" || readOnly.length === 0, `${at}: read-only and required`),
  ];
}

function findBroken(definition: Definition, value: unknown, at: string): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const { $ref } = value as { readonly $ref?: unknown };
  const nested = Object.entries(value).flatMap(([name, each]) => findBroken(definition, each, `${at}/${name}`));
  if (typeof $ref !== "string") return nested;
  const [, kind = "", name = ""] = /^#\/(definitions|parameters|responses)\/(.+)$/.exec($ref) ?? [];
  const shelf = (definition as Readonly<Record<string, object | undefined>>)[kind] ?? {};
  const isGood = Object.keys(value).length === 1 && Object.hasOwn(shelf, name);
  return isGood ? nested : [`${at}: ${$ref}`, ...nested];
}

function findLoops({ definitions = {} }: Definition): readonly string[] {
  return Object.keys(definitions).filter((name) => reaches(definitions, name, name, new Set()));
}

/** True when the properties that `from` requires lead back to `goal`. */
function reaches(
  definitions: Readonly<Record<string, Schema>>,
  from: string,
  goal: string,
  seen: Set<string>,
): boolean {
  const { properties = {}, required = [] } = definitions[from] ?? {};
  const next = required.flatMap((name) => /^#\/definitions\/(.+)$/.exec(properties[name]?.$ref ?? "")?.[1] ?? []);
  return next.some((name) => {
    if (name === goal) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return reaches(definitions, name, goal, seen);
  });
}
