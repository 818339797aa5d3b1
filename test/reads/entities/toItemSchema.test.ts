import { toItemSchema } from "../../../shared/reads/entities/toItemSchema";

test.each<[string, object]>([
  ["Edm.String", { type: "string" }],
  ["Edm.Guid", { type: "string", format: "uuid" }],
  ["Edm.Int32", { type: "integer", format: "int32" }],
  ["Edm.Int64", { type: "integer", format: "int64" }],
  ["Edm.Double", { type: "number", format: "double" }],
  ["Edm.Decimal", { type: "number" }],
  ["Edm.Boolean", { type: "boolean" }],
  ["Edm.DateTimeOffset", { type: "string", format: "date-time" }],
  ["Edm.Date", { type: "string", format: "date" }],
  ["edm.string", { type: "string" }],
  ["int64", { type: "integer", format: "int64" }],
  ["dateTime", { type: "string", format: "date-time" }],
  ["Collection(Edm.Int32)", { type: "array", items: { type: "integer", format: "int32" } }],
  ["Edm.Geography", {}],
  ["constructor", {}],
  ["", {}],
])("a column of type '%s' is %j", (dataType, typed) => {
  expect(toItemSchema([{ name: "A", dataType }]).properties).toEqual({ A: { title: "A", ...typed } });
});

test("columns keep their order and are titled as people call them", () => {
  const { type, properties } = toItemSchema([{ name: "b", friendlyName: "Birthday" }, { name: "a" }]);
  expect(type).toBe("object");
  expect(Object.entries(properties)).toEqual([
    ["b", { title: "Birthday" }],
    ["a", { title: "a" }],
  ]);
});
