import { rememberEntities, toItemSchema } from "../../shared/data/entities";
import { type Entity } from "../../shared/model/entity";
import { type SourceAnswer } from "../../shared/model/sourceAnswer";

const FOUND = { ok: true, value: { name: "Customer" } as Entity, unusable: [] } as const;
const FAILED = { ok: false, failure: { kind: "timed-out", message: "late" } } as const;

function remembering(...answers: readonly SourceAnswer<Entity>[]) {
  const ask = jest.fn<Promise<SourceAnswer<Entity>>, [string, string]>();
  for (const answer of answers) ask.mockResolvedValueOnce(answer);
  ask.mockResolvedValue(FOUND);
  let at = 0;
  const get = rememberEntities(ask, () => new Date(at));
  return { ask, get, advance: (seconds: number) => (at += seconds * 1_000) };
}

test("an entity is asked for once a minute, whatever the case of its name", async () => {
  const { ask, get, advance } = remembering();
  await Promise.all([get("i1", "Customer"), get("i1", "CUSTOMER")]);
  advance(59);
  expect(await get("i1", "customer")).toEqual(FOUND);
  expect(ask).toHaveBeenCalledTimes(1);
  advance(1);
  await get("i1", "Customer");
  expect(ask).toHaveBeenCalledTimes(2);
});

test("another instance's entity is another one", async () => {
  const { ask, get } = remembering();
  await get("i1", "Customer");
  await get("i2", "Customer");
  expect(ask.mock.calls).toEqual([
    ["i1", "Customer"],
    ["i2", "Customer"],
  ]);
});

test("what could not be told is asked for again", async () => {
  const { ask, get } = remembering(FAILED);
  expect(await get("i1", "Customer")).toEqual(FAILED);
  expect(await get("i1", "Customer")).toEqual(FOUND);
  expect(ask).toHaveBeenCalledTimes(2);
});

test("a clock that was set back keeps nothing for longer", async () => {
  const { ask, get, advance } = remembering();
  advance(10_000);
  await get("i1", "Customer");
  advance(-5_000);
  await get("i1", "Customer");
  expect(ask).toHaveBeenCalledTimes(2);
});

test("of ever more entities the latest 500 are kept", async () => {
  const { ask, get } = remembering();
  for (let each = 0; each < 501; each += 1) await get("i1", `T${each}`);
  await get("i1", "T500");
  expect(ask).toHaveBeenCalledTimes(501);
  await get("i1", "T0");
  expect(ask).toHaveBeenCalledTimes(502);
});

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
