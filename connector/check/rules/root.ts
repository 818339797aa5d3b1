/** The rules about the definition as a whole: R8 to R19. */
import { operationsOf } from "../definition/operations";
import { type Definition } from "../definition/swagger";
import { type Rule, unless } from "./rule";

const PRODUCT_NAMES = /power ?apps|power ?automate|power ?platform|logic apps|copilot studio|microsoft flow/i;

/** Titles of certified connectors that are close to this one. */
const TAKEN_TITLES = ["dynamics 365 customer insights", "dynamics 365 customer insights data", "customer insights"];

const CONSUMED = ["application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"];

const CATEGORIES =
  "AI|Business Management|Business Intelligence|Collaboration|Commerce|Communication|Content and Files|Finance|Data|Human Resources|Internet of Things|IT Operations|Lifestyle and Entertainment|Marketing|Productivity|Sales and CRM|Security|Social Media|Website".split(
    "|",
  );

export const ROOT_RULES: readonly Rule[] = [
  {
    id: "R8",
    severity: "gate",
    says: "swagger is 2.0, schemes is https alone",
    find: ({ definition: { swagger, schemes = [] } }) => [
      ...unless(swagger === "2.0", `swagger ${swagger}`),
      ...unless(schemes.join() === "https", `schemes ${schemes.join()}`),
    ],
  },
  {
    id: "R9",
    severity: "gate",
    says: "The title has at most 30 characters, ends in a letter or digit, and names no platform product, API or Connector",
    find: ({ definition }) => findTitleFlaws(definition.info?.title ?? ""),
  },
  {
    id: "R10",
    severity: "gate",
    says: "The title is not one that a certified connector has",
    find: ({ definition: { info } }) =>
      unless(!TAKEN_TITLES.includes((info?.title ?? "").toLowerCase()), `${info?.title}`),
  },
  {
    id: "R11",
    severity: "gate",
    says: "The description has 30 to 500 characters, no platform product and no API",
    find: ({ definition }) => findDescriptionFlaws(definition.info?.description ?? ""),
  },
  {
    id: "R12",
    severity: "gate",
    says: "The contact has name, url and email",
    find: ({ definition: { info } }) => (["name", "url", "email"] as const).filter((each) => !info?.contact?.[each]),
  },
  {
    id: "R13",
    severity: "gate",
    says: "The host is bare and of production",
    find: ({ definition: { host = "" } }) =>
      unless(/^[a-z0-9.-]+$/i.test(host) && !/(?:^|[.-])(?:staging|dev|test)(?:[.-]|$)/i.test(host), `host ${host}`),
  },
  {
    id: "R14",
    severity: "gate",
    says: "basePath starts with /",
    find: ({ definition: { basePath = "" } }) => unless(basePath.startsWith("/"), `basePath ${basePath}`),
  },
  {
    id: "R15",
    severity: "gate",
    says: "The metadata has Website, Privacy policy and one or two known Categories",
    find: ({ definition }) => findMetadataFlaws(definition),
  },
  {
    id: "R16",
    severity: "gate",
    says: `consumes is there; MIME types are among ${CONSUMED.join(", ")}`,
    find: ({ definition }) => findForeignMime(definition),
  },
  {
    id: "R17",
    severity: "gate",
    says: "At most 256 operations, 512 schemas in a body, 16,384 in an operation",
    find: ({ definition }) => findTooMany(definition),
  },
  {
    id: "R18",
    severity: "gate",
    says: "Each security entry names a securityDefinition, with no scopes for a key",
    find: ({ definition }) => findStraySecurity(definition),
  },
  {
    id: "R19",
    severity: "guidance",
    says: "info.x-ms-api-annotation.status is Preview, and no operation is ahead of it",
    find: ({ definition }) => findAheadOfStatus(definition),
  },
];

function findTitleFlaws(title: string): readonly string[] {
  return [
    ...unless(title.length > 0 && title.length <= 30, `${title.length} characters`),
    ...unless(/[a-z0-9]$/i.test(title), "ends otherwise"),
    ...unless(!/\b(?:api|connector)\b/i.test(title) && !PRODUCT_NAMES.test(title), `words of '${title}'`),
  ];
}

function findDescriptionFlaws(text: string): readonly string[] {
  return [
    ...unless(text.length >= 30 && text.length <= 500, `${text.length} characters`),
    ...unless(!PRODUCT_NAMES.test(text) && !/\bapi\b/i.test(text), "names a platform product or API"),
  ];
}

function findMetadataFlaws(definition: Definition): readonly string[] {
  const metadata = definition["x-ms-connector-metadata"] ?? [];
  const valueOf = (name: string): string =>
    metadata.find(({ propertyName }) => propertyName === name)?.propertyValue ?? "";
  const categories = valueOf("Categories")
    .split(";")
    .filter((each) => each !== "");
  return [
    ...["Website", "Privacy policy"].filter((name) => !valueOf(name).startsWith("https://")),
    ...unless(categories.length === 1 || categories.length === 2, `${categories.length} categories`),
    ...categories.filter((each) => !CATEGORIES.includes(each)),
  ];
}

function findForeignMime(definition: Definition): readonly string[] {
  const types = [
    ...(definition.consumes ?? []),
    ...operationsOf(definition).flatMap(({ operation }) => operation.consumes ?? []),
  ];
  return [
    ...unless((definition.consumes ?? []).length > 0, "no consumes"),
    ...types.filter((each) => !CONSUMED.includes(each)),
  ];
}

function findTooMany(definition: Definition): readonly string[] {
  const operations = operationsOf(definition);
  const crowded = operations.flatMap(({ name, operation, parameters }) => {
    const bodies = parameters.map(({ schema }) => countSchemas(schema));
    const answers = Object.values(operation.responses ?? {}).map(({ schema }) => countSchemas(schema));
    const total = [...bodies, ...answers].reduce((sum, each) => sum + each, 0);
    return [
      ...unless(
        bodies.every((each) => each <= 512),
        `${name}: body`,
      ),
      ...unless(total <= 16_384, `${name}: ${total} schemas`),
    ];
  });
  return [...unless(operations.length <= 256, `${operations.length} operations`), ...crowded];
}

/** The number of objects in a schema, the schema itself included. */
function countSchemas(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + countSchemas(each), Array.isArray(value) ? 0 : 1);
}

function findStraySecurity(definition: Definition): readonly string[] {
  const known = definition.securityDefinitions ?? {};
  const entries = [
    ...(definition.security ?? []),
    ...operationsOf(definition).flatMap(({ operation }) => operation.security ?? []),
  ];
  return entries.flatMap((entry) =>
    Object.entries(entry).flatMap(([name, scopes]) => [
      ...unless(known[name] !== undefined, `${name} is not defined`),
      ...unless(known[name]?.type !== "apiKey" || scopes.length === 0, `${name} has scopes`),
    ]),
  );
}

function findAheadOfStatus(definition: Definition): readonly string[] {
  const status = definition.info?.["x-ms-api-annotation"]?.status;
  const ahead = operationsOf(definition).filter(
    ({ operation }) => rank(operation["x-ms-api-annotation"]?.status) > rank(status),
  );
  return [...unless(status === "Preview", `status ${status}`), ...ahead.map(({ name }) => name)];
}

function rank(status: string | undefined): number {
  return status === "Production" ? 1 : 0;
}
