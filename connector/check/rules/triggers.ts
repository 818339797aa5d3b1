/** The rules about triggers: R55 to R65. */
import { type PlacedOperation, isSubscribe, operationsOf, resolve } from "../definition/operations";
import { type Definition, type Schema } from "../definition/swagger";
import { type ConnectorPackage, type Rule, unless } from "./rule";

export const TRIGGER_RULES: readonly Rule[] = [
  eachSubscribe(
    { id: "R55", severity: "gate", says: "A subscribe is a POST with x-ms-trigger single" },
    ({ method, operation, name }) => unless(method === "post" && operation["x-ms-trigger"] === "single", name),
  ),
  eachSubscribe(
    {
      id: "R56",
      severity: "gate",
      says: "x-ms-notification-content with a schema stands beside the one subscribe of its path",
    },
    (placed, definition) => unless(payloadOf(placed, definition) !== undefined, placed.name),
  ),
  eachSubscribe(
    {
      id: "R57",
      severity: "gate",
      says: "The body has one notification URL: a text without default, internal, required with all around it",
    },
    findUrlFlaws,
  ),
  eachSubscribe({ id: "R58", severity: "gate", says: "The payload is an object" }, (placed, definition) => {
    const payload = payloadOf(placed, definition);
    return unless(payload === undefined || payload.type === "object", placed.name);
  }),
  eachSubscribe(
    {
      id: "R59",
      severity: "guidance",
      says: "Each property of the payload has type, x-ms-summary and description; no allOf",
    },
    (placed, definition) => {
      const payload = payloadOf(placed, definition);
      const incomplete = Object.entries(payload?.properties ?? {}).filter(
        ([, each]) => !each.type || !each["x-ms-summary"] || !each.description,
      );
      return [
        ...incomplete.map(([name]) => `${placed.name} ${name}`),
        ...unless(payload?.allOf === undefined, `${placed.name}: allOf`),
      ];
    },
  ),
  eachSubscribe({ id: "R60", severity: "gate", says: "201 is declared" }, ({ operation, name }) =>
    unless(operation.responses?.["201"] !== undefined, name),
  ),
  eachSubscribe(
    { id: "R61", severity: "guidance", says: "201 declares the header Location" },
    ({ operation, name }) => {
      const created = operation.responses?.["201"];
      return unless(created === undefined || created.headers?.["Location"] !== undefined, name);
    },
  ),
  {
    id: "R62",
    severity: "gate",
    says: "An unsubscribe is declared, internal, answering 200 or 204",
    find: findDeleteFlaws,
  },
  {
    id: "R63",
    severity: "gate",
    says: "The backend's Location is host, basePath and the path of the DELETE",
    find: findLocationFlaws,
  },
  eachSubscribe(
    { id: "R64", severity: "guidance", says: "x-ms-trigger-hint says how to see it fire" },
    ({ operation, name }) => unless((operation["x-ms-trigger-hint"] ?? "").startsWith("To see it work"), name),
  ),
  {
    id: "R65",
    severity: "gate",
    says: "No operation has x-ms-notification",
    find: ({ definition }) =>
      operationsOf(definition)
        .filter(({ operation }) => operation["x-ms-notification"] !== undefined)
        .map(({ name }) => name),
  },
];

type Heading = Pick<Rule, "id" | "severity" | "says">;

function eachSubscribe(
  heading: Heading,
  look: (placed: PlacedOperation, definition: Definition) => readonly string[],
): Rule {
  return {
    ...heading,
    find: ({ definition }) =>
      operationsOf(definition)
        .filter(isSubscribe)
        .flatMap((placed) => look(placed, definition)),
  };
}

function payloadOf({ pathItem }: PlacedOperation, definition: Definition): Schema | undefined {
  const schema = pathItem["x-ms-notification-content"]?.schema;
  return schema && resolve(definition, schema);
}

function findUrlFlaws({ parameters, name }: PlacedOperation, definition: Definition): readonly string[] {
  const body = parameters.find((each) => each.in === "body");
  const schema = resolve(definition, body?.schema ?? {});
  const urls = Object.entries(schema.properties ?? {}).filter(([, each]) => each["x-ms-notification-url"] === true);
  const [property, url] = urls[0] ?? ["", {}];
  const isHidden = url["x-ms-visibility"] === "internal" || schema["x-ms-visibility"] === "internal";
  return [
    ...unless(urls.length === 1, `${name}: ${urls.length} notification URLs`),
    ...unless(url.type === "string" && url.default === undefined, `${name}: no plain text`),
    ...unless(isHidden, `${name}: visible`),
    ...unless(body?.required === true && (schema.required ?? []).includes(property), `${name}: not required`),
  ];
}

function findDeleteFlaws(connector: ConnectorPackage): readonly string[] {
  const found = deletes(connector);
  const flawed = found.filter(
    ({ operation }) =>
      operation["x-ms-visibility"] !== "internal" || !(operation.responses?.["200"] ?? operation.responses?.["204"]),
  );
  return [...unless(found.length > 0, "no DELETE"), ...flawed.map(({ name }) => name)];
}

function deletes({ definition }: ConnectorPackage): readonly PlacedOperation[] {
  return operationsOf(definition).filter(({ method }) => method === "delete");
}

function findLocationFlaws(connector: ConnectorPackage): readonly string[] {
  const { host = "", basePath = "" } = connector.definition;
  const location = connector.locationOn(`https://${host}${basePath}`);
  const declared = deletes(connector).map(({ path }) => `https://${host}${basePath}${path}`);
  return unless(declared.length === 0 || declared.includes(location), `${location} is none of ${declared.join()}`);
}
