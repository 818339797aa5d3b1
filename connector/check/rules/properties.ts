/** The rules about apiProperties.json, the published schemas and breaking changes: R66 to R73. */
import { defined } from "../../../shared/model/defined";
import { operationsOf } from "../definition/operations";
import { inputsOf, schemasOf } from "../definition/schemas";
import { type Definition } from "../definition/swagger";
import { findSchemaFlaws } from "./publishedSchemas";
import { type ApiProperties, type ConnectionParameters, type ConnectorPackage, type Rule, unless } from "./rule";

const NOT_OURS = ["#ffffff", "#007ee5"];

export const PROPERTY_RULES: readonly Rule[] = [
  {
    id: "R66",
    severity: "gate",
    says: "iconBrandColor is #rrggbb and neither white nor the standard blue",
    find: ({ properties: { properties } }) => {
      const { iconBrandColor: color = "" } = properties ?? {};
      return unless(/^#[0-9a-f]{6}$/i.test(color) && !NOT_OURS.includes(color.toLowerCase()), color);
    },
  },
  {
    id: "R67",
    severity: "gate",
    says: "publisher and stackOwner are there",
    find: ({ properties }) => (["publisher", "stackOwner"] as const).filter((each) => !properties.properties?.[each]),
  },
  {
    id: "R68",
    severity: "guidance",
    says: "publisher and stackOwner are letters and digits",
    find: ({ properties }) =>
      (["publisher", "stackOwner"] as const).filter(
        (each) => !/^[\p{L}\p{N} ]*$/u.test(properties.properties?.[each] ?? ""),
      ),
  },
  {
    id: "R69",
    severity: "guidance",
    says: "capabilities is []",
    find: ({ properties: { properties } }) =>
      unless(properties?.capabilities?.length === 0, `${properties?.capabilities?.join()}`),
  },
  {
    id: "R70",
    severity: "gate",
    says: "No policy sets the host: Location would lead elsewhere",
    find: ({ properties: { properties } }) =>
      (properties?.policyTemplateInstances ?? [])
        .filter(({ templateId }) => templateId === "dynamichosturl")
        .map(({ title }) => `${title}`),
  },
  { id: "R71", severity: "gate", says: "Both files pass Microsoft's published schemas", find: findSchemaFlaws },
  {
    id: "R72",
    severity: "gate",
    says: "Nothing that the last release had is gone, of another type or newly required",
    find: findBreaking,
  },
  {
    id: "R73",
    severity: "guidance",
    says: "The copy for development is the same without stackOwner",
    find: findDevelopmentFlaws,
  },
];

/** The changes that break flows made with the last release; empty before the first release. */
function findBreaking({ definition, properties, released }: ConnectorPackage): readonly string[] {
  if (!released) return [];
  const [before, now] = [shapeOf(released.definition), shapeOf(definition)];
  const changed = [...before].flatMap(([at, part]) => findChanges(at, part, now.get(at)));
  const added = [...now].filter(([at, { required }]) => required && !before.has(at) && isOfOldOperation(at, before));
  const [ways, waysNow] = [signInsOf(released.properties), signInsOf(properties)];
  return [
    ...changed,
    ...added.map(([at]) => `${at} is new and required`),
    ...(ways === waysNow ? [] : [`authentication was ${ways}, is ${waysNow}`]),
  ];
}

/** One thing that flows may rely on. */
interface Part {
  readonly type: string;
  /** True for an input that must be given. */
  readonly required?: boolean;
  /** The values that an input may have; if absent, any of its type. */
  readonly allowed?: readonly unknown[];
}

/** Everything that flows may rely on, by its place: operations, inputs, answers and notifications. */
function shapeOf(definition: Definition): ReadonlyMap<string, Part> {
  const operations = operationsOf(definition).map(
    ({ method, path, operation, name }) =>
      [`operation ${name}`, { type: `${method} ${path} ${operation["x-ms-trigger"] ?? ""}` }] as const,
  );
  const inputs = inputsOf(definition).map(({ at, value, required }) => {
    const { type = "", format = "", enum: allowed } = value;
    return [`input ${at}`, { type: `${type} ${format}`, required, ...defined({ allowed }) }] as const;
  });
  const outputs = schemasOf(definition)
    .filter(({ role }) => role !== "input")
    .map(({ schema: { type = "", format = "" }, at }) => [`output ${at}`, { type: `${type} ${format}` }] as const);
  return new Map<string, Part>([...operations, ...inputs, ...outputs]);
}

function findChanges(at: string, before: Part, now: Part | undefined): readonly string[] {
  if (!now) return [`${at} is gone`];
  const { allowed } = now;
  const refused = allowed && (before.allowed?.filter((each) => !allowed.includes(each)) ?? ["other values"]);
  return [
    ...(before.type === now.type ? [] : [`${at} was ${before.type}, is ${now.type}`]),
    ...(now.required && !before.required ? [`${at} is required now`] : []),
    ...(refused?.length ? [`${at} no longer takes ${refused.join()}`] : []),
  ];
}

function isOfOldOperation(at: string, before: ReadonlyMap<string, Part>): boolean {
  return before.has(`operation ${at.split(" ")[1] ?? ""}`);
}

function signInsOf({ properties = {} }: ApiProperties): string {
  const sets = properties.connectionParameterSets?.values ?? [];
  const named = sets.map(({ name = "", parameters = {} }) => `${name}(${describe(parameters)})`);
  return [describe(properties.connectionParameters ?? {}), ...named].join(" ");
}

function describe(parameters: ConnectionParameters): string {
  const entries = Object.entries(parameters).map(
    ([name, { type = "", oAuthSettings }]) => `${name}:${type}:${oAuthSettings?.identityProvider ?? ""}`,
  );
  return entries.toSorted().join();
}

function findDevelopmentFlaws({ properties, developmentProperties }: ConnectorPackage): readonly string[] {
  const { stackOwner: _owner, ...wanted } = properties.properties ?? {};
  const same = JSON.stringify(developmentProperties) === JSON.stringify({ properties: wanted });
  return [
    ...unless(developmentProperties.properties?.stackOwner === undefined, "stackOwner is there"),
    ...unless(same || developmentProperties.properties?.stackOwner !== undefined, "differs otherwise"),
  ];
}
