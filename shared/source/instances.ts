/**
 * Instances, and the data sources of an instance.
 */

import { defined } from "../model/defined";
import { type DataSource, type Instance } from "../model/instance";
import { type SourceReads } from "../model/sourceReads";
import { type Note, readObject, toItems } from "./answer/objectReader";
import { field, isObject } from "./answer/values";
import { type ReadSource } from "./readSource";

export function instanceReads(
  read: ReadSource,
): Pick<SourceReads, "getInstance" | "listInstances" | "listDataSources"> {
  return {
    getInstance: async (instanceId) =>
      read({
        operation: "getInstance",
        instanceId,
        path: ["instances", instanceId],
        toValue: (json, note) => {
          // The id may be left out of an answer that is about nothing else; an answer about another instance is no
          // answer.
          const about = field(json, "instanceId") ?? instanceId;
          const instance = isObject(json) ? toInstance({ ...json, instanceId: about }, "instance", note) : undefined;
          return instance?.instanceId === instanceId.toLowerCase() ? instance : undefined;
        },
      }),

    listInstances: async () =>
      read({
        operation: "listInstances",
        list: {},
        path: ["instances"],
        toValue: (json, note) => toItems(json, { path: "instances", note, toItem: toInstance }),
      }),

    listDataSources: async (instanceId) =>
      read({
        operation: "listDataSources",
        list: {},
        instanceId,
        path: ["instances", instanceId, "manage", "datasources"],
        documentedPath: ["instances", instanceId, "manage", "datasources", "v2"],
        toValue: (json, note) => toItems(json, { path: "dataSources", note, toItem: toDataSource }),
      }),
  };
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

/** Parses an InstanceInfo or InstanceMetadata; undefined and noted when it has no `instanceId`. */
export function toInstance(value: unknown, path: string, note: Note): Instance | undefined {
  const instance = readObject(value, path, note);
  const instanceId = instance.requiredId("instanceId");
  if (!instanceId) return undefined;
  const name = instance.text("name");
  const provisioningState = instance.word("provisioningState", PROVISIONING_STATES);
  return { instanceId, ...defined({ name }), ...(provisioningState && { provisioningState }) };
}

const REFRESH_STATES = ["notupdated", "updated", "updating", "updatefailed", "updatecancelled"];

/** Parses a DataSourceInfo, or its metadata alone; undefined and noted when it has no `dataSourceId`. */
export function toDataSource(value: unknown, path: string, note: Note): DataSource | undefined {
  const source = readObject(field(value, "dataSourceMetadata") ?? value, path, note);
  const dataSourceId = source.requiredId("dataSourceId");
  if (!dataSourceId) return undefined;
  const name = source.text("friendlyName") ?? source.text("name");
  const lastRefreshedAt = source.instant("lastRefresh");
  return {
    dataSourceId,
    refreshState: source.word("refreshState", REFRESH_STATES),
    ...defined({ name, lastRefreshedAt }),
  };
}
