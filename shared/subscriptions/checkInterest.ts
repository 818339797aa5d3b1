import { type DataSource } from "../model/dataSource";
import { type Instance } from "../model/instance";
import { type SourceAnswer, type SourceFailure } from "../model/sourceAnswer";

export interface CheckDeps {
  readonly getInstance: (instanceId: string) => Promise<SourceAnswer<Instance>>;
  readonly listDataSources: (instanceId: string) => Promise<SourceAnswer<readonly DataSource[]>>;
}

/** Why a subscription cannot be made. `source-failed`: it could not be checked just now. */
export type Refusal =
  | { readonly reason: "unknown-instance" }
  | { readonly reason: "unknown-data-source" }
  | { readonly reason: "source-failed"; readonly failure: SourceFailure };

interface Interest {
  readonly instanceId: string;
  readonly resource?: string;
}

/** Checks against the source that what a flow asks for exists. An instance we may not see counts as unknown (A18). */
export async function checkInterest({ instanceId, resource }: Interest, deps: CheckDeps): Promise<Refusal | undefined> {
  const instance = await deps.getInstance(instanceId);
  if (!instance.ok) return refuse(instance.failure);
  if (resource === undefined) return undefined;
  const dataSources = await deps.listDataSources(instanceId);
  if (!dataSources.ok) return refuse(dataSources.failure);
  const known = dataSources.value.some(({ dataSourceId }) => dataSourceId === resource);
  return known ? undefined : { reason: "unknown-data-source" };
}

function refuse(failure: SourceFailure): Refusal {
  const unknown = failure.kind === "not-found" || failure.kind === "forbidden";
  return unknown ? { reason: "unknown-instance" } : { reason: "source-failed", failure };
}
