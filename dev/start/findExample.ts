/** An instance and one of its data sources that the simulator can let fail. */
export interface Example {
  readonly instanceId: string;
  readonly dataSourceId: string;
  readonly dataSourceName: string;
}

interface World {
  readonly instances?: readonly {
    readonly instanceId: string;
    readonly dataSources: readonly {
      readonly dataSourceId: string;
      readonly name: string;
      readonly friendlyName?: string;
      readonly isActive?: boolean;
      readonly hasNode?: boolean;
    }[];
  }[];
}

/** Asks the simulator what there is. Throws when it has no instance with a running data source. */
export async function findExample(simulatorUrl: string): Promise<Example> {
  const response = await fetch(`${simulatorUrl}/_control`);
  const world = (await response.json()) as World;
  for (const { instanceId, dataSources } of world.instances ?? []) {
    const source = dataSources.find(({ isActive, hasNode }) => isActive !== false && hasNode !== false);
    if (source)
      return {
        instanceId,
        dataSourceId: source.dataSourceId,
        dataSourceName: source.friendlyName ?? source.name,
      };
  }
  throw new Error(`the simulator at ${simulatorUrl} has no instance with a data source to refresh`);
}
