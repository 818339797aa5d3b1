import { type Json, type Scope, evaluate } from "../../dev/infra/armExpression";

const SCOPE: Scope = {
  parameter: (name) => ({ name: "kv", empty: "", list: ["a", "b"] })[name] ?? null,
  variable: (name) => ({ roles: { reader: "1", owner: "2" } })[name] ?? null,
  reference: (id) => ({ outputs: { id: { value: `seen ${id}` } } }),
  subscriptionId: "s",
  resourceGroup: "g",
  index: 1,
};

test.each<[Json, Json]>([
  ["plain text", "plain text"],
  ["[[no expression]", "[no expression]"],
  ["[parameters('name')]", "kv"],
  ["[format('{0}-{1}', parameters('name'), 2)]", "kv-2"],
  ["[parameters('list')[1]]", "b"],
  ["[variables('roles')['owner']]", "2"],
  ["[items(variables('roles'))[copyIndex()].key]", "reader"],
  ["[reference('x').outputs.id.value]", "seen x"],
  ["[resourceId('A.B/c/d', 'n', 'm')]", "/subscriptions/s/resourceGroups/g/providers/A.B/c/n/d/m"],
  ["[subscriptionResourceId('A.B/c', 'n')]", "/subscriptions/s/providers/A.B/c/n"],
  ["[if(and(empty(parameters('empty')), not(contains(parameters('list'), 'c'))), 'yes', 'no')]", "yes"],
  ["[join(split('a,b', ','), '+')]", "a+b"],
  ["[union(createObject('a', 1), createObject('b', 'it''s'))]", { a: 1, b: "it's" }],
  [
    ["[toLower('A')]", { deep: "[string(1)]" }],
    ["a", { deep: "1" }],
  ],
])("%j is %j", (expression, value) => {
  expect(evaluate(expression, SCOPE)).toEqual(value);
});

test("the same values have the same unique string and guid, of the length that names count on", () => {
  const unique = evaluate("[uniqueString('a', 'b')]", SCOPE);
  expect(unique).toMatch(/^[a-z0-9]{13}$/);
  expect(evaluate("[uniqueString('a', 'b')]", SCOPE)).toBe(unique);
  expect(evaluate("[guid('a')]", SCOPE)).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
});

test.each([
  ["[newGuid()]", "the ARM function newGuid is not known"],
  ["[parameters('name']", "cannot read"],
  ["[variables('roles').nobody]", "there is no nobody"],
])("%s is refused", (expression, message) => {
  expect(() => evaluate(expression, SCOPE)).toThrow(message);
});
