import { type Entity } from "../../model/entity";
import { type Instance } from "../../model/instance";
import { type SourceAnswer, type SourceFailure, isHidden } from "../../model/sourceAnswer";

export interface EntityDeps {
  readonly getEntity: (instanceId: string, name: string) => Promise<SourceAnswer<Entity>>;
  readonly getInstance: (instanceId: string) => Promise<SourceAnswer<Instance>>;
}

export interface EntityRequest {
  /** Lower case uuid. */
  readonly instanceId: string;
  /** As the caller wrote it. */
  readonly entity: string;
}

/** Why there is no entity to read. */
export type EntityMissing =
  | { readonly outcome: "unknown-instance" }
  | { readonly outcome: "unknown-entity" }
  | { readonly outcome: "source-failed"; readonly failure: SourceFailure };

export type EntityFound = { readonly outcome: "found"; readonly entity: Entity } | EntityMissing;

/** The entity of a name; one that is not there costs a second call, which tells whether its instance is. */
export async function findEntity({ instanceId, entity: name }: EntityRequest, deps: EntityDeps): Promise<EntityFound> {
  const answer = await deps.getEntity(instanceId, name);
  if (answer.ok) return { outcome: "found", entity: answer.value };
  if (!isHidden(answer.failure)) return { outcome: "source-failed", failure: answer.failure };
  const instance = await deps.getInstance(instanceId);
  if (instance.ok) return { outcome: "unknown-entity" };
  return isHidden(instance.failure)
    ? { outcome: "unknown-instance" }
    : { outcome: "source-failed", failure: instance.failure };
}
