import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { answerEntitySchema } from "../../shared/http/reads/answerEntitySchema";
import { answerLookup } from "../../shared/http/reads/answerLookup";
import { parseEntityRequest } from "../../shared/http/reads/parseEntityRequest";
import { parseInstanceRequest } from "../../shared/http/reads/parseInstanceRequest";
import { parseMeasuresRequest } from "../../shared/http/reads/parseMeasuresRequest";
import { GET_ENTITY_SCHEMA } from "../../shared/http/schemas/getEntitySchema";
import { LIST_DATA_SOURCES } from "../../shared/http/schemas/listDataSources";
import { LIST_ENTITIES } from "../../shared/http/schemas/listEntities";
import { LIST_INSTANCES } from "../../shared/http/schemas/listInstances";
import { LIST_MEASURES } from "../../shared/http/schemas/listMeasures";
import { LIST_SEGMENTS } from "../../shared/http/schemas/listSegments";
import { type RouteSchema } from "../../shared/http/schemas/routeSchema";
import { getEntitySchema } from "../../shared/reads/entities/getEntitySchema";
import { listDataSources } from "../../shared/reads/lookups/listDataSources";
import { listEntities } from "../../shared/reads/lookups/listEntities";
import { listInstances } from "../../shared/reads/lookups/listInstances";
import { listMeasures } from "../../shared/reads/lookups/listMeasures";
import { listSegments } from "../../shared/reads/lookups/listSegments";
import { type Source } from "../../shared/source/createSource";

type ReadsDeps = Source;

interface Route {
  readonly schema: RouteSchema;
  readonly handle: (request: HttpRequest, deps: ReadsDeps) => Promise<HttpResponseInit>;
}

/** Every route of reads, as its function file has it, on deps of the test's own. */
export const ROUTES: readonly Route[] = [
  { schema: LIST_INSTANCES, handle: async (_request, deps) => answerLookup(await listInstances(deps)) },
  {
    schema: LIST_DATA_SOURCES,
    handle: async (request, deps) => {
      const asked = parseInstanceRequest(request);
      return answerLookup(await listDataSources(asked, deps), asked.instanceId);
    },
  },
  {
    schema: LIST_SEGMENTS,
    handle: async (request, deps) => {
      const asked = parseInstanceRequest(request);
      return answerLookup(await listSegments(asked, deps), asked.instanceId);
    },
  },
  {
    schema: LIST_MEASURES,
    handle: async (request, deps) => {
      const asked = parseMeasuresRequest(request);
      return answerLookup(await listMeasures(asked, deps), asked.instanceId);
    },
  },
  {
    schema: LIST_ENTITIES,
    handle: async (request, deps) => {
      const asked = parseInstanceRequest(request);
      return answerLookup(await listEntities(asked, deps), asked.instanceId);
    },
  },
  {
    schema: GET_ENTITY_SCHEMA,
    handle: async (request, deps) => {
      const asked = parseEntityRequest(request);
      return answerEntitySchema(asked, await getEntitySchema(asked, deps));
    },
  },
];
