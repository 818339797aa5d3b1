import { type DataSource } from "../../model/instance";
import { type Instant } from "../../model/instant";
import { type SourceAnswer } from "../../model/sourceAnswer";
import { type InstanceRequest, type Lookup } from "./lookup";
import { toLookup } from "./toLookup";

export interface ListDataSourcesDeps {
  readonly listDataSources: (instanceId: string) => Promise<SourceAnswer<readonly DataSource[]>>;
}

export interface DataSourceItem {
  readonly dataSourceId: string;
  /** Its id where CI gives it no name. */
  readonly name: string;
  readonly state?: string;
  readonly lastRefreshedAt?: Instant;
}

/** The data sources of an instance. */
export async function listDataSources(
  { instanceId }: InstanceRequest,
  deps: ListDataSourcesDeps,
): Promise<Lookup<DataSourceItem>> {
  return toLookup(await deps.listDataSources(instanceId), show, ({ name }) => name);
}

function show({ dataSourceId, name = dataSourceId, refreshState, lastRefreshedAt }: DataSource): DataSourceItem {
  return {
    dataSourceId,
    name,
    ...(refreshState && { state: refreshState }),
    ...(lastRefreshedAt && { lastRefreshedAt }),
  };
}
