import { type HttpFunction } from "../../../../dev/host/functions/hostedFunction";
import { matchRoute } from "../../../../dev/host/http/routeMatch";
import { buildRouteTable, findRoute } from "../../../../dev/host/http/routeTable";
import { parseRoute } from "../../../../dev/host/http/routeTemplate";

test.each<[string, string, Record<string, string> | undefined]>([
  ["items", "/items", {}],
  ["items", "/ITEMS/", {}],
  ["items", "/items//", undefined],
  ["items", "//items", undefined],
  ["items", "/items/1", undefined],
  ["items/{id}", "/items/a%20b", { id: "a b" }],
  ["items/{id}", "/items/a%2Fb", { id: "a%2Fb" }],
  ["items/{id}", "/items/100%", { id: "100%" }],
  ["items/{id}", "/items", undefined],
  ["items/{id}", "/items//", undefined],
  ["items/{id?}", "/items", {}],
  ["items/{id?}", "/items/1", { id: "1" }],
  ["items/{id=7}", "/items", { id: "7" }],
  ["items/{id:int=7}", "/items/8", { id: "8" }],
  ["files/{*path}", "/files/a/b%20c/d", { path: "a/b c/d" }],
  ["files/{*path}", "/files", {}],
  ["files/{**path}", "/files/a", { path: "a" }],
  ["files/{*path=index}", "/files", { path: "index" }],
  ["{name}.{type}", "/a.b.c", { name: "a.b", type: "c" }],
  ["{name}.{type}", "/a", undefined],
  ["{name}.{type?}", "/a", { name: "a" }],
  ["{name}.{type?}", "/a.b", { name: "a", type: "b" }],
  ["v{major:int}-{rest}", "/v1-a-b", undefined],
  ["v{major}-{rest}", "/V1-a", { major: "1", rest: "a" }],
  ["items({id})", "/items(5)", { id: "5" }],
  ["{{literal}}/{id}", "/{literal}/1", { id: "1" }],
  ["{a}/{b?}", "/x", { a: "x" }],
  ["", "/", {}],
])("%s and %s give %j", (template, path, expected) => {
  expect(matchRoute(parseRoute(template), path)).toEqual(expected);
});

test.each([
  ["int", ["0", "-7", "2147483647"], ["2147483648", "1.5", "x"]],
  ["long", ["9223372036854775807"], ["9223372036854775808"]],
  ["bool", ["true", "FALSE"], ["1"]],
  ["datetime", ["2026-01-01", "2026-01-01T00:00:00Z"], ["soon"]],
  ["decimal", ["1.5", "-3", "1,000.5"], ["1e3", "."]],
  ["double", ["1e3", "-.5"], ["1x"]],
  ["float", ["1.5"], ["x"]],
  ["guid", ["6f9619ff-8b86-d011-b42d-00c04fc964ff", "6F9619FF8B86D011B42D00C04FC964FF"], ["6f9619ff"]],
  ["minlength(2)", ["ab"], ["a"]],
  ["maxlength(2)", ["ab"], ["abc"]],
  ["length(2)", ["ab"], ["a", "abc"]],
  ["length(1,2)", ["a", "ab"], ["abc"]],
  ["min(5)", ["5"], ["4", "x"]],
  ["max(5)", ["5"], ["6"]],
  ["range(1,5)", ["1", "5"], ["0", "6"]],
  ["alpha", ["abC"], ["ab1"]],
  [String.raw`regex(^\d{{2}}(a|b)?$)`, ["12", "12B"], ["123"]],
  ["required", ["a"], []],
  ["file", ["a.txt"], ["a", "a."]],
  ["nonfile", ["a"], ["a.txt"]],
  ["int:min(5)", ["5"], ["4", "5.5"]],
])("constraint %s allows %j and refuses %j", (constraint, allowed, refused) => {
  const route = parseRoute(`{value:${constraint}}`);
  const isMatched = (value: string): boolean => matchRoute(route, `/${value}`) !== undefined;
  expect(allowed.filter((value) => !isMatched(value))).toEqual([]);
  expect(refused.filter(isMatched)).toEqual([]);
});

test.each([
  ["/items", "it starts with a slash or has two in a row."],
  ["a//b", "it starts with a slash or has two in a row."],
  ["{id", 'a brace in "{id" has no partner.'],
  ["id}", 'a brace in "id}" has no partner.'],
  ["{}", 'parameter "{}" has no valid name.'],
  ["{a}{b}", 'parameter "b" follows another without text between them.'],
  ["{a}/{A}", 'parameter "a" occurs twice.'],
  ["{*rest}/x", "a catch-all parameter must stand alone."],
  ["{*rest}/{x}", "a catch-all parameter must be the last."],
  ["{*rest?}", 'parameter "rest" cannot be optional'],
  ["{a?}x", 'optional parameter "a" may only end a segment, after a full stop.'],
  ["{a=1?}", 'parameter "a" cannot be optional'],
  ["a?", '"a?" contains a question mark.'],
  ["{id:number}", 'constraint "number" is not known.'],
  ["{id:range(1)}", 'constraint "range(1)" needs 2 whole number(s).'],
  ["{id:regex([)}", 'constraint "regex([)" is not a regular expression.'],
])("the template %s is refused", (template, message) => {
  expect(() => parseRoute(template)).toThrow(message);
});

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
