import { toDataSource, toInstance } from "../../shared/source/instances";
import { aNote } from "./answer/aNote";

const METADATA = {
  dataSourceId: "D8D3B26A-A8AD-42F7-901E-F7F745003A84",
  name: "eCommerce",
  friendlyName: "eCommerce (Dataverse)",
  refreshState: "UpdateFailed",
  lastRefresh: "2026-11-20T02:05:12.04Z",
};
const READ_SOURCE = {
  dataSourceId: "d8d3b26a-a8ad-42f7-901e-f7f745003a84",
  name: "eCommerce (Dataverse)",
  refreshState: "updatefailed",
  lastRefreshedAt: "2026-11-20T02:05:12.0400000Z",
};

test.each<[string, unknown, unknown, string[]]>([
  ["wrapped", { dataSourceMetadata: METADATA, model: null }, READ_SOURCE, []],
  ["bare", METADATA, READ_SOURCE, []],
  ["without a friendly name", { ...METADATA, friendlyName: "" }, { ...READ_SOURCE, name: "eCommerce" }, []],
  ["without a state", { ...METADATA, refreshState: null }, { ...READ_SOURCE, refreshState: "" }, []],
  [
    "in a new state",
    { ...METADATA, refreshState: "Paused" },
    { ...READ_SOURCE, refreshState: "paused" },
    ["d.refreshState"],
  ],
  ["known by its id alone", { dataSourceId: "D1", lastRefresh: null }, { dataSourceId: "d1", refreshState: "" }, []],
  ["without an id", { dataSourceMetadata: { ...METADATA, dataSourceId: null } }, undefined, ["d.dataSourceId"]],
  ["null", null, undefined, ["d.dataSourceId"]],
])("a data source is read when it is %s", (_name, seen, expected, noted) => {
  const { note, places } = aNote();
  expect(toDataSource(seen, "d", note)).toEqual(expected);
  expect(places).toEqual(noted);
});

test.each<[string, unknown, unknown, string[]]>([
  ["listed", { instanceId: "I1", name: "Contoso" }, { instanceId: "i1", name: "Contoso" }, []],
  ["without a name", { instanceId: "I1", name: null }, { instanceId: "i1" }, []],
  [
    "being reset",
    { instanceId: "i1", provisioningState: "ResetInstanceInProgress" },
    { instanceId: "i1", provisioningState: "resetinstanceinprogress" },
    [],
  ],
  [
    "in a new state",
    { instanceId: "i1", provisioningState: "moving" },
    { instanceId: "i1", provisioningState: "moving" },
    ["i.provisioningState"],
  ],
  ["without an id", { name: "Contoso" }, undefined, ["i.instanceId"]],
])("an instance is read when it is %s", (_name, seen, expected, noted) => {
  const { note, places } = aNote();
  expect(toInstance(seen, "i", note)).toEqual(expected);
  expect(places).toEqual(noted);
});
