import { type DataSource, type Instance } from "../world/model";

/** The source of an ingestion node, whose identifier is the source's id or begins with it. */
export function findSource(instance: Instance, identifier: string): DataSource | undefined {
  return instance.sources.find(({ dataSourceId }) => identifier.startsWith(dataSourceId));
}
