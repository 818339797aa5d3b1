import { type DataSource } from "../model/instance";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type ReadSource } from "./readSource";
import { toDataSource } from "./reading/toDataSource";
import { toItems } from "./reading/toItems";

export async function listDataSources(instanceId: string, read: ReadSource): Promise<SourceAnswer<DataSource[]>> {
  return read({
    operation: "listDataSources",
    instanceId,
    path: ["instances", instanceId, "manage", "datasources"],
    documentedPath: ["instances", instanceId, "manage", "datasources", "v2"],
    toValue: (json, note) => toItems(json, { at: "dataSources", note, toItem: toDataSource }),
  });
}
