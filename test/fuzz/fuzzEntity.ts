import { toPartitionFile } from "../../shared/source/partitionFiles";
import { type Chance } from "../faults/schedules/chance";

/** An entity as the source describes it when all is well. */
export const ENTITY = {
  name: "Customer",
  qualifiedEntityName: "Customer",
  entityType: "Profile",
  keys: [[{ name: "CustomerId" }]],
  attributes: [
    { name: "CustomerId", dataType: "Edm.String", searchProperties: { isSearchable: true } },
    { name: "Visits", dataType: "Edm.Int64" },
    { name: "LastVisit", dataType: "Edm.DateTimeOffset" },
  ],
};

const FILE = { uri: "https://files.blob.core.windows.net/c/1.csv?sig=canary", headers: { "x-ms-version": "2021" } };

/** The id of the entity's one file. */
export const PARTITION_ID = toPartitionFile(FILE, "", () => undefined)?.partitionId ?? "";

/** Rows as items and, for who asks so, as files. */
export function goodRows(chance: Chance): object {
  const rows = Array.from({ length: chance.pick([0, 1, 1, 2, 5]) }, (_, index) => ({
    CustomerId: `CO-${index + 1}`,
    Visits: index,
    LastVisit: "2026-11-20T09:00:00Z",
  }));
  const next = chance.hit(0.3) ? { "@odata.nextLink": `Customer?$skiptoken=${chance.between(1, 9)}` } : {};
  return { value: rows, "@odata.count": rows.length, ...next, httpRequests: [FILE] };
}
