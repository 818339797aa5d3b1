import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type EntityMissing, type EntityRequest, type EntitySchemaResult } from "../../data/entities";
import { RequestProblem, sourceUnavailable } from "../problems";
import { parseInstanceId, unknownInstance } from "../requireAccess";
import { ENTITY, INSTANCE_ID, type RouteSchema, textSchema } from "../schema";

export const GET_ENTITY_SCHEMA: RouteSchema = {
  operation: "getEntitySchema",
  method: "GET",
  route: "instances/{instanceId}/entities/{entity}/schema",
  summary: "Get the schema of an entity",
  description: "Gets the columns of an entity as a JSON schema of its items.",
  parameters: [INSTANCE_ID, ENTITY],
  answer: {
    title: "Entity Schema",
    type: "object",
    additionalProperties: false,
    required: ["name", "displayName", "schema"],
    properties: {
      name: textSchema("Name", "The name that the entity's items are read by."),
      displayName: textSchema("Display Name", "What the entity is called."),
      key: textSchema("Key", "The column that one item is asked for by."),
      schema: {
        type: "object",
        title: "Schema",
        description: "JSON schema of one item.",
        additionalProperties: false,
        required: ["type", "properties"],
        properties: {
          type: { enum: ["object"], title: "Type", description: "Always object." },
          properties: {
            type: "object",
            title: "Properties",
            description: "The schema of each column, with its title.",
            additionalProperties: { type: "object", required: ["title"] },
          },
        },
      },
    },
  },
};

/** Names become part of the source's address, where other characters could mean something else. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,199}$/u;

/** The route's instance and entity; throws the problem of an unknown one when none can have that name. */
export function parseEntityRequest(request: HttpRequest, caller: Pick<Caller, "instances">): EntityRequest {
  const instanceId = parseInstanceId(request, caller);
  const { entity = "" } = request.params;
  if (!NAME.test(entity)) throw unknownEntity(entity);
  return { instanceId, entity };
}

function unknownEntity(entity: string): RequestProblem {
  const message = `This instance has no entity '${entity.slice(0, 100)}'.`;
  return new RequestProblem(404, "UnknownEntity", message, { target: "entity" });
}

/** 200 with the entity and the schema of its items; throws a problem when there is none. */
export function answerEntitySchema(request: EntityRequest, result: EntitySchemaResult): HttpResponseInit {
  if (result.outcome !== "found") throw missingEntity(request, result);
  return { status: 200, jsonBody: result.entity };
}

/** Why there is no entity to read, in the caller's words. */
export function missingEntity({ instanceId, entity }: EntityRequest, missing: EntityMissing): RequestProblem {
  if (missing.outcome === "unknown-instance") return unknownInstance(instanceId);
  if (missing.outcome === "unknown-entity") return unknownEntity(entity);
  return sourceUnavailable(missing.failure);
}
