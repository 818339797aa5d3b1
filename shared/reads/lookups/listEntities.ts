import { type Entity } from "../../model/entity";
import { type SourceAnswer } from "../../model/sourceAnswer";
import { type InstanceRequest, type Lookup } from "./lookup";
import { toLookup } from "./toLookup";

export interface ListEntitiesDeps {
  readonly listEntities: (instanceId: string) => Promise<SourceAnswer<readonly Entity[]>>;
}

export interface EntityItem {
  readonly name: string;
  readonly displayName: string;
  readonly kind?: string;
  readonly dataSourceName?: string;
}

/** Made by CI for itself; nobody reads them (reference/customer-insights-api.md 4.3). */
const HIDDEN = ["conflationmap", "corrupt"];

/** The entities of an instance that have rows to read. */
export async function listEntities(
  { instanceId }: InstanceRequest,
  deps: ListEntitiesDeps,
): Promise<Lookup<EntityItem>> {
  const lookup = toLookup(await deps.listEntities(instanceId), show, ({ displayName }) => displayName);
  if (lookup.outcome !== "found") return lookup;
  return { outcome: "found", items: lookup.items.filter(({ kind = "" }) => !HIDDEN.includes(kind)) };
}

/** Tables of two sources may have one name: the source tells them apart. */
function show({ name, displayName, kind, dataSourceName }: Entity): EntityItem {
  return {
    name,
    displayName: dataSourceName === undefined ? displayName : `${displayName} (${dataSourceName})`,
    ...(kind && { kind }),
    ...(dataSourceName && { dataSourceName }),
  };
}
