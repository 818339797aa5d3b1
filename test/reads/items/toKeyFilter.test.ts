import { toKeyFilter } from "../../../shared/reads/items/toKeyFilter";

const GUID = "7c6f0b7e-0d0a-4b7e-9a41-2f6d0e0f5b11";

test.each<[string | undefined, string, string | undefined]>([
  ["Edm.String", "abc", "Id eq 'abc'"],
  ["Edm.String", "it's", "Id eq 'it''s'"],
  ["Edm.String", "' or 1 eq 1 or Id eq '", "Id eq ''' or 1 eq 1 or Id eq '''"],
  [undefined, "7", "Id eq '7'"],
  ["constructor", "7", "Id eq '7'"],
  ["Edm.Int64", "-7", "Id eq -7"],
  ["int32", "7", "Id eq 7"],
  ["Edm.Int32", "7 or 1 eq 1", undefined],
  ["Edm.Int32", "", undefined],
  ["Edm.Double", "1.5", "Id eq 1.5"],
  ["Edm.Guid", GUID, `Id eq ${GUID}`],
  ["Edm.Guid", `${GUID} or`, undefined],
  ["Edm.Boolean", "true", "Id eq true"],
  ["Edm.Boolean", "yes", undefined],
  ["Edm.Date", "2026-11-20", "Id eq 2026-11-20"],
  ["Edm.DateTimeOffset", "2026-11-20T10:00:00.0000000Z", "Id eq 2026-11-20T10:00:00.0000000Z"],
  ["Edm.DateTimeOffset", "2026-11-20", undefined],
])("a key of type %s that is %j is found by %j", (dataType, itemId, filter) => {
  expect(toKeyFilter("Id", dataType, itemId)).toBe(filter);
});

test("a key column whose name is no name is filtered by nothing", () => {
  expect(toKeyFilter("Id eq 1 or Id", "Edm.String", "x")).toBeUndefined();
});
