import { type HttpResponseInit } from "@azure/functions";
import { type EntityRequest } from "../../reads/entities/findEntity";
import { type EntitySchemaResult } from "../../reads/entities/getEntitySchema";
import { missingEntity } from "./missingEntity";

/** 200 with the entity and the schema of its items; throws a problem when there is none. */
export function answerEntitySchema(request: EntityRequest, result: EntitySchemaResult): HttpResponseInit {
  if (result.outcome !== "found") throw missingEntity(request, result);
  return { status: 200, jsonBody: result.entity };
}
