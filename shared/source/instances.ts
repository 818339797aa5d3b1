import { type DataSource, type Instance } from "../model/instance";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type Note, readObject, toItems } from "./answer/objectReader";
import { field, isObject } from "./answer/values";
import { type ReadSource } from "./readSource";

export async function getInstance(instanceId: string, read: ReadSource): Promise<SourceAnswer<Instance>> {
  return read({
    operation: "getInstance",
    instanceId,
    path: ["instances", instanceId],
    toValue: (json, note) => {
      // The id may be left out of an answer that is about nothing else; an answer about another instance is no answer.
      const about = field(json, "instanceId") ?? instanceId;
      const instance = isObject(json) ? toInstance({ ...json, instanceId: about }, "instance", note) : undefined;
      return instance?.instanceId === instanceId.toLowerCase() ? instance : undefined;
    },
  });
}

const PROVISIONING_STATES = [
  "new",
  "creating",
  "active",
  "createfailed",
  "updatefailed",
  "deleting",
  "refreshcredentials",
  "resetinstanceinprogress",
  "updating",
  "quickupdate",
  "deactivated",
];

/** One InstanceInfo or InstanceMetadata; undefined and noted when it has no `instanceId`. */
export function toInstance(value: unknown, path: string, note: Note): Instance | undefined {
  const instance = readObject(value, path, note);
  const instanceId = instance.requiredId("instanceId");
  if (!instanceId) return undefined;
  const name = instance.text("name");
  const provisioningState = instance.word("provisioningState", PROVISIONING_STATES);
  return { instanceId, ...(name && { name }), ...(provisioningState && { provisioningState }) };
}

/** Every instance that our identity may see. */
export async function listInstances(read: ReadSource): Promise<SourceAnswer<Instance[]>> {
  return read({
    operation: "listInstances",
    path: ["instances"],
    toValue: (json, note) => toItems(json, { path: "instances", note, toItem: toInstance }),
  });
}

export async function listDataSources(instanceId: string, read: ReadSource): Promise<SourceAnswer<DataSource[]>> {
  return read({
    operation: "listDataSources",
    instanceId,
    path: ["instances", instanceId, "manage", "datasources"],
    documentedPath: ["instances", instanceId, "manage", "datasources", "v2"],
    toValue: (json, note) => toItems(json, { path: "dataSources", note, toItem: toDataSource }),
  });
}

const REFRESH_STATES = ["notupdated", "updated", "updating", "updatefailed", "updatecancelled"];

/** One DataSourceInfo, or its metadata alone; undefined and noted when it has no `dataSourceId`. */
export function toDataSource(value: unknown, path: string, note: Note): DataSource | undefined {
  const source = readObject(field(value, "dataSourceMetadata") ?? value, path, note);
  const dataSourceId = source.requiredId("dataSourceId");
  if (!dataSourceId) return undefined;
  const name = source.text("friendlyName") ?? source.text("name");
  const lastRefreshedAt = source.instant("lastRefresh");
  return {
    dataSourceId,
    refreshState: source.word("refreshState", REFRESH_STATES),
    ...(name && { name }),
    ...(lastRefreshedAt && { lastRefreshedAt }),
  };
}
