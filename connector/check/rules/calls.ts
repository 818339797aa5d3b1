/** The rules about the calls that the designer makes for drop-downs and dynamic schemas: R49 to R52. */
import { type PlacedOperation, answerSchema, operationsOf, resolve, schemaAt } from "../definition/operations";
import { schemasOf } from "../definition/schemas";
import { type Call, type Definition, type Parameter, type SwaggerValue } from "../definition/swagger";
import { type Rule, unless } from "./rule";

const CALL_KINDS = [
  "x-ms-dynamic-values",
  "x-ms-dynamic-list",
  "x-ms-dynamic-schema",
  "x-ms-dynamic-properties",
] as const;

/** Rules of the calls that the designer makes for drop-downs and dynamic schemas. */
export const CALL_RULES: readonly Rule[] = [
  {
    id: "R49",
    severity: "gate",
    says: "Dynamic extensions stand in a schema, never on the body parameter",
    find: ({ definition }) =>
      operationsOf(definition)
        .filter(({ parameters }) =>
          parameters.some((each) => each.in === "body" && CALL_KINDS.some((kind) => each[kind])),
        )
        .map(({ name }) => name),
  },
  {
    id: "R50",
    severity: "gate",
    says: "What is called exists and has its required parameters, from sources of their types that a maker sees",
    find: ({ definition }) => [
      ...callsOf(definition).flatMap((call) => findCallFlaws(definition, call)),
      ...findTestFlaws(definition),
    ],
  },
  {
    id: "R51",
    severity: "gate",
    says: "What is called answers what is looked for",
    find: ({ definition }) => callsOf(definition).flatMap((call) => findMissing(definition, call)),
  },
  {
    id: "R52",
    severity: "guidance",
    says: "x-ms-dynamic-list stands beside each -values, -properties beside each -schema",
    find: ({ definition }) =>
      holdersOf(definition)
        .filter(
          ({ value }) =>
            Boolean(value["x-ms-dynamic-values"]) !== Boolean(value["x-ms-dynamic-list"]) ||
            Boolean(value["x-ms-dynamic-schema"]) !== Boolean(value["x-ms-dynamic-properties"]),
        )
        .map(({ at }) => at),
  },
];

/** A value that the designer makes calls for, and the operation it belongs to. */
interface Holder {
  readonly value: SwaggerValue;
  readonly at: string;
  readonly owner: PlacedOperation;
}

type CallKind = (typeof CALL_KINDS)[number];

interface PlacedCall extends Holder {
  readonly kind: CallKind;
  readonly call: Call;
}

function callsOf(definition: Definition): readonly PlacedCall[] {
  return holdersOf(definition).flatMap((holder) =>
    CALL_KINDS.flatMap((kind) => {
      const call = holder.value[kind];
      return call ? [{ ...holder, kind, call }] : [];
    }),
  );
}

function holdersOf(definition: Definition): readonly Holder[] {
  const parameters = operationsOf(definition).flatMap((owner) =>
    owner.parameters
      .filter((each) => each.in !== "body")
      .map((value) => ({ value, at: `${owner.name} ${value.name}`, owner })),
  );
  const schemas = schemasOf(definition).flatMap(({ schema, at, owner }) =>
    owner ? [{ value: schema, at, owner }] : [],
  );
  return [...parameters, ...schemas];
}

function findCallFlaws(definition: Definition, { call, at, owner }: PlacedCall): readonly string[] {
  const target = operationsOf(definition).find(({ operation }) => operation.operationId === call.operationId);
  if (!target) return [`${at}: ${call.operationId} does not exist`];
  const given = call.parameters ?? {};
  const missing = target.parameters.filter(({ name = "", required }) => required && !Object.hasOwn(given, name));
  return [
    ...missing.map(({ name }) => `${at}: ${call.operationId} needs ${name}`),
    ...Object.entries(given).flatMap(([name, source]) =>
      findSourceFlaws(
        definition,
        { source, owner, at },
        target.parameters.find((each) => each.name === name),
      ),
    ),
  ];
}

interface Supply {
  readonly source: unknown;
  readonly owner: PlacedOperation;
  readonly at: string;
}

/** `source` is a literal, `{value}`, `{parameter}` or `{parameterReference}`. */
function findSourceFlaws(
  definition: Definition,
  { source, owner, at }: Supply,
  target: Parameter | undefined,
): readonly string[] {
  if (!target) return [`${at}: supplies what is no parameter`];
  if (typeof source !== "object" || source === null)
    return unless(typeof source === target.type, `${at}: ${target.name} is ${target.type}`);
  const {
    value,
    parameter,
    parameterReference = parameter,
  } = source as { readonly value?: unknown; readonly parameter?: string; readonly parameterReference?: string };
  if (parameterReference === undefined)
    return unless(typeof value === target.type, `${at}: ${target.name} is ${target.type}`);
  const found = findSource(definition, owner, parameterReference);
  if (!found) return [`${at}: ${parameterReference} does not exist`];
  return [
    ...unless(found.type === target.type, `${at}: ${parameterReference} is ${found.type}, not ${target.type}`),
    ...unless(found["x-ms-visibility"] !== "internal", `${at}: ${parameterReference} is internal`),
  ];
}

function findSource(
  definition: Definition,
  { parameters }: PlacedOperation,
  reference: string,
): SwaggerValue | undefined {
  const named = parameters.find(({ name }) => name === reference);
  if (named) return named;
  const body = parameters.find((each) => each.in === "body");
  return schemaAt(
    definition,
    body?.schema && resolve(definition, body.schema),
    reference.replace(`${body?.name}/`, ""),
  );
}

function findTestFlaws(definition: Definition): readonly string[] {
  const call = definition["x-ms-capabilities"]?.testConnection;
  if (!call) return [];
  const target = operationsOf(definition).find(({ operation }) => operation.operationId === call.operationId);
  if (target?.method !== "get") return [`testConnection: ${call.operationId} is no GET here`];
  const given = call.parameters ?? {};
  return target.parameters
    .filter(({ name = "", required }) => required && typeof (given[name] ?? {}) === "object")
    .map(({ name }) => `testConnection: ${name} is no literal`);
}

function findMissing(definition: Definition, { call, kind, at }: PlacedCall): readonly string[] {
  const answer = answerSchema(definition, call.operationId);
  const has = (path: string | undefined): readonly string[] =>
    unless(
      path !== undefined && schemaAt(definition, answer, path) !== undefined,
      `${at}: no ${path} in ${call.operationId}`,
    );
  if (kind === "x-ms-dynamic-schema") return has(call["value-path"]);
  if (kind === "x-ms-dynamic-properties") return has(call.itemValuePath);
  const [list, ...columns] =
    kind === "x-ms-dynamic-values"
      ? [call["value-collection"], call["value-path"], call["value-title"]]
      : [call.itemsPath, call.itemValuePath, call.itemTitlePath];
  const items = schemaAt(definition, answer, list ?? "")?.items;
  const lacking = columns.filter((column) => column !== undefined && schemaAt(definition, items, column) === undefined);
  return items
    ? lacking.map((column) => `${at}: no ${column} in ${list} of ${call.operationId}`)
    : [`${at}: no array ${list} in ${call.operationId}`];
}
