import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type EntityRequest } from "../../reads/entities/findEntity";
import { parseInstanceId } from "../parseInstanceId";
import { RequestProblem } from "../requestProblem";

/** Names become part of the source's address, where other characters could mean something else. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,199}$/u;

/** The route's instance and entity; throws the problem of an unknown one when none can have that name. */
export function parseEntityRequest(request: HttpRequest, caller: Pick<Caller, "instances">): EntityRequest {
  const instanceId = parseInstanceId(request, caller);
  const { entity = "" } = request.params;
  if (!NAME.test(entity)) throw unknownEntity(entity);
  return { instanceId, entity };
}

export function unknownEntity(entity: string): RequestProblem {
  const message = `This instance has no entity '${entity.slice(0, 100)}'.`;
  return new RequestProblem(404, "UnknownEntity", message, { target: "entity" });
}
