/**
 * The route of an entity's schema, and what every route of an entity shares: reading its name, and the answer when it
 * is missing.
 */
import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type EntityDeps, type EntityMissing, type EntityRequest, getEntitySchema } from "../../data/entities";
import { ENTITY, INSTANCE_ID, checkText, type BodySchema, textSchema } from "../schema";
import { RequestProblem, sourceProblem } from "../problems";
import { parseInstanceId, unknownInstance } from "../requireAccess";
import { type Route } from "../route";

const ENTITY_SCHEMA: BodySchema = {
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
};

export const GET_ENTITY_SCHEMA_ROUTE: Route<EntityDeps> = {
  operation: "getEntitySchema",
  method: "GET",
  path: "instances/{instanceId}/entities/{entity}/schema",
  summary: "Get the schema of an entity",
  description: "Gets the columns of an entity as a JSON schema of its items.",
  parameters: [INSTANCE_ID, ENTITY],
  answers: { 200: ENTITY_SCHEMA },
  visibility: "internal",
  role: "read",
  handle: async (request, caller, deps) => {
    const asked = parseEntityRequest(request, caller);
    const result = await getEntitySchema(asked, deps);
    if (result.outcome !== "found") throw entityProblem(asked, result);
    return { status: 200, jsonBody: result.entity };
  },
};

/**
 * The route's instance and entity. Throws 404 UnknownInstance for an instance that the caller may not use, and 404
 * UnknownEntity for a text that cannot be an entity's name.
 */
export function parseEntityRequest(request: HttpRequest, caller: Pick<Caller, "instances">): EntityRequest {
  const instanceId = parseInstanceId(request, caller);
  const { entity = "" } = request.params;
  if (checkText(ENTITY.schema, entity) !== undefined) throw unknownEntity(entity);
  return { instanceId, entity };
}

function unknownEntity(entity: string): RequestProblem {
  const message = `This instance has no entity '${entity.slice(0, 100)}'.`;
  return new RequestProblem(404, "UnknownEntity", message, { target: "entity" });
}

/** The problem of an entity that cannot be read. */
export function entityProblem({ instanceId, entity }: EntityRequest, missing: EntityMissing): RequestProblem {
  if (missing.outcome === "unknown-instance") return unknownInstance(instanceId);
  if (missing.outcome === "unknown-entity") return unknownEntity(entity);
  return sourceProblem(missing.failure);
}
