import { type HttpFunction } from "../../../../dev/host/functions/hostedFunction";
import { buildRouteTable, findRoute } from "../../../../dev/host/http/routeTable";

function anHttpFunction(name: string, route: string, methods: readonly string[] = ["GET"]): HttpFunction {
  const registered = { metadata: { name, bindings: {} }, callback: () => undefined };
  const base = { name, registered, inputName: "request", isDisabled: false, queueOutputs: [] };
  return { ...base, kind: "http", route, methods, authLevel: "anonymous", responseName: "$return" };
}

test("the first route in the order of the functions wins, whatever is more exact", () => {
  const functions = [anHttpFunction("details", "items/{id}"), anHttpFunction("list", "items/list")];
  const { routes, warnings } = buildRouteTable(functions, "api");
  expect(findRoute(routes, "GET", "/api/items/list")?.route.fn.name).toBe("details");
  expect(warnings).toEqual([
    'Routes "api/items/{id}" (details) and "api/items/list" (list) overlap: what fits both goes to details, whose name comes first.',
  ]);
});

test("the method is part of the match", () => {
  const functions = [anHttpFunction("a", "x"), anHttpFunction("b", "x", ["POST"])];
  const { routes, warnings } = buildRouteTable(functions, "api");
  expect(findRoute(routes, "post", "/api/x")?.route.fn.name).toBe("b");
  expect(findRoute(routes, "PUT", "/api/x")).toBeUndefined();
  expect(findRoute(routes, "HEAD", "/api/x")).toBeUndefined();
  expect(warnings).toEqual([]);
});

test("an empty prefix is none", () => {
  const { routes } = buildRouteTable([anHttpFunction("a", "x/{id}")], "");
  expect(findRoute(routes, "GET", "/x/1")?.values).toEqual({ id: "1" });
});

test("a later function with the same template and a common method is in error", () => {
  const functions = [anHttpFunction("a", "x/{id}"), anHttpFunction("b", "X/{ID}", ["PUT", "GET"])];
  const { routes, faults } = buildRouteTable(functions, "api");
  expect(routes).toHaveLength(1);
  expect(faults).toEqual([
    { functionName: "b", reason: 'route "X/{ID}": function "a" has the same route and method.' },
  ]);
});

test.each(["admin", "Admin/x", "runtime/y", "administration"])("the route %s is reserved", (route) => {
  const { faults } = buildRouteTable([anHttpFunction("a", route)], "api");
  expect(faults[0]?.reason).toContain("reserved");
});

test.each([
  ["a/{x}", "{y}/b", true],
  ["a/{x}", "b/{x}", false],
  ["a/{x:int}", "a/list", false],
  ["a/{x:int}", "a/{y}", true],
  ["a", "a/{x?}", true],
  ["a", "a/{x}", false],
  ["a/{*rest}", "a/b/c", true],
  ["a/{*rest}", "b/c", false],
  ["a/{x=1}", "A", true],
  ["a/{x}.{y}", "a/b", true],
])("%s and %s overlap: %s", (first, second, expected) => {
  const { warnings } = buildRouteTable([anHttpFunction("a", first), anHttpFunction("b", second)], "api");
  expect(warnings.length > 0).toBe(expected);
});
