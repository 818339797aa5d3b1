import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type JsonSchema, type RouteSchema } from "../../shared/http/schema";
import { registeredFunctions } from "../fakes/functionsCore";

const SCHEMAS = join(__dirname, "../../shared/http/routes");
const FUNCTIONS = join(__dirname, "../../functions");
/** That the platform knows (reference/connector-rules.md R48). */
const FORMATS = "int32 int64 float double byte binary date date-time password date-no-tz email html uri uuid".split(
  " ",
);

const isRoute = (value: unknown): value is RouteSchema =>
  typeof value === "object" && value !== null && "operation" in value && "answer" in value;

/** As a generator finds them: whatever describes a route. */
const routes = readdirSync(SCHEMAS).flatMap((file) =>
  Object.values(jest.requireActual<object>(join(SCHEMAS, file))).filter(isRoute),
);

beforeAll(() => {
  for (const { operation } of routes) jest.requireActual(join(FUNCTIONS, operation));
});

test("there are routes, each described once", () => {
  expect(routes.length).toBeGreaterThanOrEqual(8);
  expect(new Set(routes.map(({ operation }) => operation)).size).toBe(routes.length);
});

test.each(routes.map((route) => [route.operation, route] as const))(
  "%s is described as it is registered, its path parameters as its path has them",
  (operation, { method, route, parameters }) => {
    const [binding] = Object.values(registeredFunctions().get(operation)?.metadata.bindings ?? {});
    expect(binding).toMatchObject({ route, methods: [method] });
    const inPath = parameters.filter((parameter) => parameter.in === "path");
    expect(inPath.map(({ name }) => `{${name}}`)).toEqual(route.match(/\{\w+\}/g) ?? []);
    expect(inPath.every(({ required }) => required)).toBe(true);
  },
);

/** Every schema of a parameter, and of a property at any depth, with its place. */
function inner(place: string, schema: JsonSchema): (readonly [string, JsonSchema])[] {
  const properties = Object.entries((schema["properties"] ?? {}) as Record<string, JsonSchema>);
  const items = schema["items"] as JsonSchema | undefined;
  return [
    ...properties.flatMap(([name, each]) => [[`${place}.${name}`, each] as const, ...inner(`${place}.${name}`, each)]),
    ...(items ? inner(`${place}[]`, items) : []),
  ];
}

const described = routes.flatMap(({ operation, parameters, answer }) => [
  ...parameters.map(({ name, schema }) => [`${operation} ${name}`, schema as JsonSchema] as const),
  ...inner(operation, answer),
]);

test.each(described)(
  "%s has a title in Title Case, another description that is a sentence, and a known format",
  (_, schema) => {
    const { title, description, format = "uuid" } = schema;
    expect(title).toMatch(/^[A-Z][\w]*(?: [A-Z]\w*)*$/);
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(description).not.toBe(`${String(title)}.`);
    expect(FORMATS).toContain(format);
  },
);
