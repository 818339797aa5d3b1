import { matchRoute } from "../../../../dev/host/http/routeMatch";
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
