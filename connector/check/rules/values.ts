import { type Rule } from "../rule";
import { type Definition, type Schema, type Value } from "../swagger";
import { unless } from "../unless";
import { parametersOf } from "../walk/inputsOf";
import { type PlacedSchema, schemasOf } from "../walk/schemasOf";

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

interface PlacedValue {
  readonly value: Value;
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
