import { type DataSource } from "../model/dataSource";
import { type SourceAnswer } from "../model/sourceAnswer";
import { toDataSource } from "./reading/toDataSource";
import { toItems } from "./reading/toItems";
import { type ReadSource } from "./readSource";

export async function listDataSources(instanceId: string, read: ReadSource): Promise<SourceAnswer<DataSource[]>> {
  return read({
    operation: "listDataSources",
    instanceId,
    path: ["instances", instanceId, "manage", "datasources"],
    documentedPath: ["instances", instanceId, "manage", "datasources", "v2"],
    toValue: (json, note) => toItems(json, { at: "dataSources", note, toItem: toDataSource }),
  });
}
