import { ALL_RULES, checkPackage } from "../../../connector/check/checkPackage";
import { writePng } from "../../../connector/generate/icon";
import { type Draft, type Path, get, op, parameter, property, remove, set, spoil } from "./aDraft";

type Change = (draft: Draft) => void;

const DEFINITION = "apiDefinition.swagger.json";
const SEGMENT: Path = ["paths", "/instances/{instanceId}/triggers/segment-threshold-crossed"];
const SEGMENT_EVENT: Path = ["definitions", "SegmentThresholdCrossedEvent"];
const SCHEMA = op("GetEntitySchema");
const ONE = op("GetSubscription");
const TEST = op("TestSubscription");
const FILTER = parameter("ListItems", "$filter");

function inDefinition(path: Path, value: unknown): Change {
  return ({ definition }) => set(definition, path, value);
}

function without(path: Path): Change {
  return ({ definition }) => remove(definition, path);
}

/** In the copy for development too, which is to stay the same. */
function inProperties(path: Path, value: unknown): Change {
  return ({ properties, developmentProperties }) => {
    for (const each of [properties, developmentProperties]) set(each, ["properties", ...path], value);
  };
}

function inFile(name: string, change: (text: string) => string): Change {
  return ({ files }) => {
    files[name] = Buffer.from(change(files[name]?.toString("utf8") ?? ""));
  };
}

function withIcon(icon: Buffer): Change {
  return ({ files }) => {
    files["icon.png"] = icon;
  };
}

function moved(from: Path, to: Path): Change {
  return ({ definition }) => {
    set(definition, to, get(definition, from));
    remove(definition, from);
  };
}

const FIELD = { type: "string", "x-ms-summary": "Field", description: "A field." };
const MANY = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`field${index}`, FIELD]));
const HOST_POLICY = {
  templateId: "dynamichosturl",
  title: "Host",
  parameters: { "x-ms-apimTemplateParameter.urlTemplate": "https://elsewhere.example.org" },
};

/** Each rule, what breaks it, and another rule that says the same of it. */
const BREAKS: readonly (readonly [id: string, change: Change, other?: string])[] = [
  ["R1", inFile("apiProperties.json", (text) => `// why\n${text}`)],
  ["R2", inFile(DEFINITION, (text) => text + "\n".repeat(1024 * 1024))],
  ["R3", inFile("README.md", (text) => text.replace("## Prerequisites", "## Before"))],
  ["R4", inFile("README.md", (text) => text.replace("### List items", "### Items"))],
  ["R5", withIcon(writePng(100, () => [11, 106, 93]))],
  ["R5", withIcon(writePng(230, () => [255, 255, 255]))],
  ["R5", withIcon(Buffer.from("GIF89a"))],
  ["R6", inFile("intro.md", (text) => `${text}https://prod.example.org/workflows?sig=secret`)],
  ["R6", inFile("intro.md", (text) => `${text}5f6e0e7e-30a6-4c0e-9a0b-000000000001`)],
  ["R6", inFile("apiProperties.json", (text) => text.replace('"clientId"', '"clientSecret": "s", "clientId"'))],
  ["R7", inFile(DEFINITION, (text) => JSON.stringify(JSON.parse(text)))],
  ["R8", inDefinition(["schemes"], ["http", "https"])],
  ["R9", inDefinition(["info", "title"], "Customer Insights Triggers for everybody")],
  ["R9", inDefinition(["info", "title"], "Triggers API")],
  ["R10", inDefinition(["info", "title"], "Customer Insights")],
  ["R11", inDefinition(["info", "description"], "Starts flows.")],
  ["R12", without(["info", "contact", "email"])],
  ["R13", inDefinition(["host"], "triggers-staging.example.org")],
  ["R14", inDefinition(["basePath"], "api"), "R71"],
  ["R15", inDefinition(["x-ms-connector-metadata", 2, "propertyValue"], "Weather")],
  ["R16", inDefinition(["consumes"], ["application/xml"])],
  ["R17", inDefinition(property("RedriveDeadLetters", "many"), { ...FIELD, type: "object", properties: MANY })],
  ["R18", inDefinition(["security"], [{ key: [] }])],
  ["R19", inDefinition(["info", "x-ms-api-annotation", "status"], "Production")],
  ["R20", inDefinition([...ONE, "operationId"], "TestSubscription")],
  ["R21", inDefinition([...ONE, "operationId"], "get_subscription")],
  ["R22", inDefinition([...SCHEMA, "summary"], `Get ${"very ".repeat(20)}much`)],
  ["R23", inDefinition([...SCHEMA, "summary"], "Get The Schema")],
  ["R24", without([...SCHEMA, "description"])],
  ["R25", inDefinition([...SCHEMA, "description"], "Gets it")],
  ["R26", inDefinition([...SEGMENT, "post", "description"], "Fires for segments.")],
  ["R27", without([...TEST, "responses", "200"]), "R30"],
  ["R28", inDefinition([...TEST, "responses", "default"], { description: "Else.", schema: { type: "string" } })],
  ["R29", inDefinition([...TEST, "responses", "400", "schema"], { type: "string" })],
  ["R30", without([...TEST, "responses", "200", "schema"])],
  ["R31", inDefinition([...ONE, "parameters", 1], { name: "body", in: "body", schema: { type: "object" } })],
  ["R32", inDefinition([...ONE, "parameters", 0, "name"], "id")],
  ["R33", moved(["paths", "/subscriptions"], ["paths", "/subscriptions/all"])],
  ["R34", inDefinition([...ONE, "x-ms-api-annotation", "family"], "TestSubscription")],
  ["R35", inDefinition([...ONE, "deprecated"], true)],
  ["R36", without([...ONE, "x-ms-visibility"])],
  ["R37", without([...FILTER, "x-ms-summary"])],
  ["R38", inDefinition([...FILTER, "x-ms-summary"], "filter query")],
  ["R39", inDefinition([...parameter("ListItems", "entity"), "required"], false), "R71"],
  ["R40", without([...parameter("ListItems", "entity"), "x-ms-url-encoding"])],
  ["R41", inDefinition([...FILTER, "x-ms-url-encoding"], "single")],
  [
    "R42",
    ({ definition }) =>
      Object.assign(get(definition, FILTER) as object, { required: true, "x-ms-visibility": "internal" }),
  ],
  [
    "R43",
    ({ definition }) =>
      Object.assign(get(definition, FILTER) as object, { default: "x", "x-ms-visibility": "internal" }),
  ],
  ["R44", inDefinition([...FILTER, "name"], "connectionId")],
  [
    "R45",
    inDefinition([...parameter("StatusReport", "detail"), "x-ms-enum-values"], [{ value: "all", displayName: "All" }]),
  ],
  ["R45", inDefinition([...parameter("StatusReport", "detail"), "default"], 1)],
  ["R46", inDefinition([...parameter("RedriveDeadLetters", "body"), "schema", "required"], ["nothing"])],
  ["R47", inDefinition([...SEGMENT, "x-ms-notification-content", "schema", "title"], "Beside")],
  ["R48", inDefinition([...parameter("ListItems", "instanceId"), "format"], "guid"), "R71"],
  ["R49", ({ definition }) => set(definition, [...parameter("UpdateItem", "body"), "x-ms-dynamic-values"], {}), "R71"],
  ["R50", without([...property("SegmentThresholdCrossed", "segmentName"), "x-ms-dynamic-values", "parameters"])],
  ["R50", inDefinition(["x-ms-capabilities", "testConnection", "operationId"], "ListSegments")],
  [
    "R51",
    inDefinition([...property("SegmentThresholdCrossed", "segmentName"), "x-ms-dynamic-list", "itemValuePath"], "id"),
  ],
  ["R52", without([...property("SegmentThresholdCrossed", "segmentName"), "x-ms-dynamic-list"])],
  ["R53", inDefinition([...op("ListItems"), "x-ms-pageable", "nextLinkName"], "next")],
  [
    "R54",
    inProperties(["policyTemplateInstances", 1, "parameters", "x-ms-apimTemplate-operationName"], ["ListEvents"]),
  ],
  ["R55", inDefinition([...SEGMENT, "post", "x-ms-trigger"], "batch")],
  ["R56", without([...SEGMENT, "x-ms-notification-content"]), "R30"],
  ["R57", without([...property("SegmentThresholdCrossed", "callbackUrl"), "x-ms-visibility"])],
  ["R57", inDefinition([...parameter("SegmentThresholdCrossed", "body"), "required"], false)],
  ["R58", inDefinition(SEGMENT_EVENT, { type: "array", items: { type: "string" } })],
  ["R59", without([...SEGMENT_EVENT, "properties", "value", "description"])],
  ["R60", moved([...SEGMENT, "post", "responses", "201"], [...SEGMENT, "post", "responses", "200"])],
  ["R61", without([...SEGMENT, "post", "responses", "201", "headers"])],
  ["R62", moved([...op("Unsubscribe"), "responses", "204"], [...op("Unsubscribe"), "responses", "202"])],
  ["R62", without(op("Unsubscribe"))],
  ["R63", (draft) => (draft.locationOn = (publicBaseUrl) => `${publicBaseUrl}/hooks/{subscriptionId}`)],
  ["R64", without([...SEGMENT, "post", "x-ms-trigger-hint"])],
  ["R65", inDefinition([...SEGMENT, "post", "x-ms-notification"], { operationId: "ListItems" })],
  ["R66", inProperties(["iconBrandColor"], "#007ee5"), "R5"],
  ["R67", ({ properties }) => remove(properties, ["properties", "stackOwner"])],
  ["R68", inProperties(["publisher"], "Triggers & Co.")],
  ["R69", inProperties(["capabilities"], ["cloud"])],
  ["R70", inProperties(["policyTemplateInstances", 2], HOST_POLICY)],
  ["R71", inDefinition(["x-ms-nonsense"], true)],
  ["R71", inProperties(["connectionParameterSets", "values", 1, "parameters", "api_key", "kind"], "key")],
  ["R73", ({ developmentProperties }) => set(developmentProperties, ["properties", "stackOwner"], "Somebody")],
];

test("the package breaks no rule", () => {
  expect(checkPackage(spoil(() => undefined))).toEqual([]);
});

test("whom makers sign in to is no secret", () => {
  const id = "5f6e0e7e-30a6-4c0e-9a0b-000000000001";
  const change: Change = (draft) => {
    inProperties(["connectionParameters", "token", "oAuthSettings", "clientId"], id)(draft);
    inFile("apiProperties.json", () => JSON.stringify(draft.properties))(draft);
  };
  expect(checkPackage(spoil(change))).toEqual([]);
});

const ROWS = BREAKS.map(([id, change, other]) => ({ id, change, expected: other === undefined ? [id] : [id, other] }));

test.each(ROWS)("$id is broken by just that", ({ change, expected }) => {
  const broken = checkPackage(spoil(change)).map(({ rule }) => rule.id);
  expect(new Set<string>(broken)).toEqual(new Set(expected));
});

test("rules R1 to R73 are all checked, once, and all are broken here but R72, which has a test of its own", () => {
  expect(ALL_RULES.map(({ id }) => id)).toEqual(Array.from({ length: 73 }, (_, index) => `R${index + 1}`));
  const broken = new Set(BREAKS.map(([id]) => id));
  expect(ALL_RULES.filter(({ id }) => !broken.has(id)).map(({ id }) => id)).toEqual(["R72"]);
});
