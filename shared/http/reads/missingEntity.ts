import { type EntityMissing, type EntityRequest } from "../../reads/entities/findEntity";
import { type RequestProblem } from "../requestProblem";
import { unknownInstance } from "../requireInstance";
import { sourceUnavailable } from "../sourceUnavailable";
import { unknownEntity } from "./parseEntityRequest";

/** Why there is no entity to read, in the caller's words. */
export function missingEntity({ instanceId, entity }: EntityRequest, missing: EntityMissing): RequestProblem {
  if (missing.outcome === "unknown-instance") return unknownInstance(instanceId);
  if (missing.outcome === "unknown-entity") return unknownEntity(entity);
  return sourceUnavailable(missing.failure);
}
