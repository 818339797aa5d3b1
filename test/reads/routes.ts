import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Sealer } from "../../shared/access/createSealer";
import { answerEntitySchema } from "../../shared/http/reads/answerEntitySchema";
import { answerItem } from "../../shared/http/reads/answerItem";
import { answerItems } from "../../shared/http/reads/answerItems";
import { answerLookup } from "../../shared/http/reads/answerLookup";
import { parseEntityRequest } from "../../shared/http/reads/parseEntityRequest";
import { parseGetItem } from "../../shared/http/reads/parseGetItem";
import { parseInstanceRequest } from "../../shared/http/reads/parseInstanceRequest";
import { parseListItems } from "../../shared/http/reads/parseListItems";
import { parseMeasuresRequest } from "../../shared/http/reads/parseMeasuresRequest";
import { GET_ENTITY_SCHEMA } from "../../shared/http/schemas/getEntitySchema";
import { GET_ITEM } from "../../shared/http/schemas/getItem";
import { LIST_DATA_SOURCES } from "../../shared/http/schemas/listDataSources";
import { LIST_ENTITIES } from "../../shared/http/schemas/listEntities";
import { LIST_INSTANCES } from "../../shared/http/schemas/listInstances";
import { LIST_ITEMS } from "../../shared/http/schemas/listItems";
import { LIST_MEASURES } from "../../shared/http/schemas/listMeasures";
import { LIST_SEGMENTS } from "../../shared/http/schemas/listSegments";
import { type RouteSchema } from "../../shared/http/schemas/routeSchema";
import { getEntitySchema } from "../../shared/reads/entities/getEntitySchema";
import { getItem } from "../../shared/reads/items/getItem";
import { type ListItemsDeps, listItems } from "../../shared/reads/items/listItems";
import { type ListDataSourcesDeps, listDataSources } from "../../shared/reads/lookups/listDataSources";
import { type ListEntitiesDeps, listEntities } from "../../shared/reads/lookups/listEntities";
import { type ListInstancesDeps, listInstances } from "../../shared/reads/lookups/listInstances";
import { type ListMeasuresDeps, listMeasures } from "../../shared/reads/lookups/listMeasures";
import { type ListSegmentsDeps, listSegments } from "../../shared/reads/lookups/listSegments";
import { aCaller } from "../builders/aCaller";

/** What the routes take from `services`. */
export type ReadsDeps = ListInstancesDeps &
  ListDataSourcesDeps &
  ListSegmentsDeps &
  ListMeasuresDeps &
  ListEntitiesDeps &
  ListItemsDeps & { readonly links: { readonly publicBaseUrl: string; readonly sealer: Sealer } };

interface Route {
  readonly schema: RouteSchema;
  readonly handle: (request: HttpRequest, deps: ReadsDeps) => Promise<HttpResponseInit>;
}

/** Every route of reads, as its function file has it, on deps of the test's own. */
export const ROUTES: readonly Route[] = [
  { schema: LIST_INSTANCES, handle: async (_request, deps) => answerLookup(await listInstances(() => true, deps)) },
  {
    schema: LIST_DATA_SOURCES,
    handle: async (request, deps) => {
      const asked = parseInstanceRequest(request, aCaller());
      return answerLookup(await listDataSources(asked, deps), asked.instanceId);
    },
  },
  {
    schema: LIST_SEGMENTS,
    handle: async (request, deps) => {
      const asked = parseInstanceRequest(request, aCaller());
      return answerLookup(await listSegments(asked, deps), asked.instanceId);
    },
  },
  {
    schema: LIST_MEASURES,
    handle: async (request, deps) => {
      const asked = parseMeasuresRequest(request, aCaller());
      return answerLookup(await listMeasures(asked, deps), asked.instanceId);
    },
  },
  {
    schema: LIST_ENTITIES,
    handle: async (request, deps) => {
      const asked = parseInstanceRequest(request, aCaller());
      return answerLookup(await listEntities(asked, deps), asked.instanceId);
    },
  },
  {
    schema: GET_ENTITY_SCHEMA,
    handle: async (request, deps) => {
      const asked = parseEntityRequest(request, aCaller());
      return answerEntitySchema(asked, await getEntitySchema(asked, deps));
    },
  },
  {
    schema: LIST_ITEMS,
    handle: async (request, deps) => {
      const asked = parseListItems(request, aCaller(), deps.links.sealer);
      return answerItems(asked, await listItems(asked, deps), { request, ...deps.links });
    },
  },
  {
    schema: GET_ITEM,
    handle: async (request, deps) => {
      const asked = parseGetItem(request, aCaller());
      return answerItem(asked, await getItem(asked, deps));
    },
  },
];
