import { type PurgeStage } from "../../delivery/purge/walkPlaces";
import { prefixRange } from "../keys/prefixRange";
import { type Table } from "../table/table";
import { indexPrefixOf } from "./indexPartitions";

/** The stages that go from partition to partition. */
type PartitionStage = Exclude<PurgeStage, "callbacks">;

/** The next partition of the stage's table; of the subscriptions, the next that is an instance's. */
export const nextPurgePlace =
  (tables: Readonly<Record<PartitionStage, Table>>) =>
  async (stage: PartitionStage, after: string): Promise<string | undefined> => {
    const table = tables[stage];
    let place = await table.nextPartition(after);
    for (let prefix = prefixOf(place); prefix !== undefined; prefix = prefixOf(place))
      place = await table.nextPartition(prefixRange(prefix).before);
    return place;
  };

function prefixOf(place: string | undefined): string | undefined {
  return place === undefined ? undefined : indexPrefixOf(place);
}
