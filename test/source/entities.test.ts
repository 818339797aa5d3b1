import { toEntity } from "../../shared/source/entities";

const note = jest.fn<void, [string, unknown]>();

test("an ingested table is read by its qualified name, whatever the casing of the answer", () => {
  const seen = {
    Name: "Contacts",
    QualifiedEntityName: "eCommerce_Contacts",
    DataSourceName: "eCommerce",
    EntityType: "Unspecified",
    Attributes: [
      { name: "Id", friendlyName: "Number", dataType: "Edm.String", searchProperties: { isSearchable: true } },
      { name: null },
      { name: "Bare" },
    ],
    Keys: [[{ name: "Id" }]],
  };
  expect(toEntity(seen, "entity", note)).toEqual({
    name: "eCommerce_Contacts",
    displayName: "Contacts",
    dataSourceName: "eCommerce",
    kind: "unspecified",
    isIngested: true,
    attributes: [{ name: "Id", friendlyName: "Number", dataType: "Edm.String", isSearchable: true }, { name: "Bare" }],
    key: ["Id"],
  });
  expect(note.mock.calls).toEqual([["entity.attributes[1].name", undefined]]);
});

test.each<[unknown, readonly string[]]>([
  [undefined, []],
  [null, []],
  [[], []],
  [[[]], []],
  [
    [[{ name: "A" }, { name: "B" }], [{ name: "C" }]],
    ["A", "B"],
  ],
  [[[{ name: "A" }, {}]], []],
  ["nonsense", []],
  [[["A"]], []],
])("keys that are %j are the key %j", (keys, key) => {
  expect(toEntity({ name: "Customer", keys }, "entity", note)).toMatchObject({ key, isIngested: false });
});

test("an entity without a name is passed over and noted", () => {
  expect(toEntity({ entityType: "profile" }, "entities[0]", note)).toBeUndefined();
  expect(note).toHaveBeenCalledWith("entities[0].name", undefined);
});
