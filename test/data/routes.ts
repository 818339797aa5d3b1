import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Sealer } from "../../shared/access/sealer";
import { getEntitySchema } from "../../shared/data/entities";
import { getItem } from "../../shared/data/getItem";
import { type ListItemsDeps, listItems } from "../../shared/data/listItems";
import {
  type ListDataSourcesDeps,
  type ListEntitiesDeps,
  type ListInstancesDeps,
  type ListMeasuresDeps,
  type ListSegmentsDeps,
  lookUpDataSources,
  lookUpEntities,
  lookUpInstances,
  lookUpMeasures,
  lookUpSegments,
} from "../../shared/data/lookups";
import { GET_ENTITY_SCHEMA, answerEntitySchema, parseEntityRequest } from "../../shared/http/routes/entities";
import {
  GET_ITEM,
  LIST_ITEMS,
  answerItem,
  answerItems,
  parseGetItem,
  parseListItems,
} from "../../shared/http/routes/items";
import {
  LIST_DATA_SOURCES,
  LIST_ENTITIES,
  LIST_INSTANCES,
  LIST_MEASURES,
  LIST_SEGMENTS,
  answerLookup,
  parseInstanceRequest,
  parseMeasuresRequest,
} from "../../shared/http/routes/lookups";
import { type RouteSchema } from "../../shared/http/schema";
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
  { schema: LIST_INSTANCES, handle: async (_request, deps) => answerLookup(await lookUpInstances(() => true, deps)) },
  {
    schema: LIST_DATA_SOURCES,
    handle: async (request, deps) => {
      const asked = parseInstanceRequest(request, aCaller());
      return answerLookup(await lookUpDataSources(asked, deps), asked.instanceId);
    },
  },
  {
    schema: LIST_SEGMENTS,
    handle: async (request, deps) => {
      const asked = parseInstanceRequest(request, aCaller());
      return answerLookup(await lookUpSegments(asked, deps), asked.instanceId);
    },
  },
  {
    schema: LIST_MEASURES,
    handle: async (request, deps) => {
      const asked = parseMeasuresRequest(request, aCaller());
      return answerLookup(await lookUpMeasures(asked, deps), asked.instanceId);
    },
  },
  {
    schema: LIST_ENTITIES,
    handle: async (request, deps) => {
      const asked = parseInstanceRequest(request, aCaller());
      return answerLookup(await lookUpEntities(asked, deps), asked.instanceId);
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
