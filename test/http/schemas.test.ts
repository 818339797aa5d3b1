import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type RouteContract, methodsOf } from "../../shared/http/route";
import { ALL_ROUTES } from "../../shared/http/routes/allRoutes";
import { type JsonSchema } from "../../shared/http/schema";
import { registeredFunctions } from "../fakes/functionsCore";

const FUNCTIONS = join(__dirname, "../../functions");
/** The formats that the platform knows (docs/power-automate.md, R48). */
const FORMATS = "int32 int64 float double byte binary date date-time password date-no-tz email html uri uuid".split(
  " ",
);

const routes: readonly RouteContract[] = ALL_ROUTES;

/** The one function that is no route: it answers what no route takes. */
const CATCH_ALL = "zUnknownAddress";

test("every function that is called over HTTP is a route of the list, and there is no other but the last", () => {
  for (const file of readdirSync(FUNCTIONS)) jest.requireActual(join(FUNCTIONS, file));
  const registered = [...registeredFunctions().values()].flatMap(({ metadata: { name, bindings } }) =>
    Object.values(bindings).flatMap((binding) =>
      binding["type"] === "httpTrigger" ? [{ name, route: binding["route"], methods: binding["methods"] }] : [],
    ),
  );
  const listed = routes.map((route) => ({ name: route.operation, route: route.path, methods: methodsOf(route) }));
  const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);
  const [last, ...others] = registered.toSorted(byName).toReversed();
  expect(last).toMatchObject({ name: CATCH_ALL, route: "{*path}" });
  expect(others.toReversed()).toEqual(listed.toSorted(byName));
  expect(listed.length).toBeGreaterThanOrEqual(23);
});

test.each(routes.map((route) => [route.operation, route] as const))(
  "%s has the path parameters of its path",
  (_, { path, parameters }) => {
    const inPath = parameters.filter((parameter) => parameter.in === "path");
    expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    expect(inPath.every(({ required }) => required)).toBe(true);
  },
);

/** Every schema of a parameter, and of a property at any depth, with its path. */
function inner(path: string, schema: JsonSchema): (readonly [string, JsonSchema])[] {
  const properties = Object.entries((schema["properties"] ?? {}) as Record<string, JsonSchema>);
  const items = schema["items"] as JsonSchema | undefined;
  return [
    ...properties.flatMap(([name, each]) => [[`${path}.${name}`, each] as const, ...inner(`${path}.${name}`, each)]),
    ...(items ? inner(`${path}[]`, items) : []),
  ];
}

const described = routes.flatMap(({ operation, parameters, body, answers }) => [
  ...parameters.map(({ name, schema }) => [`${operation} ${name}`, schema as JsonSchema] as const),
  ...inner(`${operation} body`, body ?? {}),
  ...Object.entries(answers).flatMap(([status, answer]) => inner(`${operation} ${status}`, answer ?? {})),
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
