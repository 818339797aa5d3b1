/**
 * Routes of the lists that a maker chooses from: instances, and the data sources, segments, measures and entities of
 * one.
 */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller, mayUseInstance } from "../../access/caller";
import {
  type InstanceRequest,
  type ListDataSourcesDeps,
  type ListEntitiesDeps,
  type ListInstancesDeps,
  type ListMeasuresDeps,
  type ListSegmentsDeps,
  type Lookup,
  lookUpDataSources,
  lookUpEntities,
  lookUpInstances,
  lookUpMeasures,
  lookUpSegments,
} from "../../data/lookups";
import { INSTANCE_ID, type ParameterSchema, readOnce, TIME, listOf, textSchema } from "../schema";
import { sourceProblem } from "../problems";
import { parseInstanceId, unknownInstance } from "../requireAccess";
import { type Route } from "../route";

export const LIST_INSTANCES_ROUTE: Route<ListInstancesDeps> = {
  operation: "listInstances",
  method: "GET",
  path: "instances",
  summary: "List instances",
  description: "Lists the Customer Insights instances that this service may see.",
  parameters: [],
  answers: {
    200: listOf(
      "Instances",
      {
        instanceId: textSchema("Instance Id", "Id of the instance; it changes when the instance is reset.", {
          format: "uuid",
        }),
        name: textSchema("Name", "Name of the instance, or its id when it has no name."),
        provisioningState: textSchema("Provisioning State", "Such as active, updating or deactivated."),
      },
      ["instanceId", "name"],
    ),
  },
  visibility: "advanced",
  role: "read",
  handle: async (_request, caller, deps) =>
    answerLookup(await lookUpInstances((instanceId) => mayUseInstance(caller, instanceId), deps)),
};

export const LIST_DATA_SOURCES_ROUTE: Route<ListDataSourcesDeps> = {
  operation: "listDataSources",
  method: "GET",
  path: "instances/{instanceId}/data-sources",
  summary: "List data sources",
  description: "Lists the data sources of an instance.",
  parameters: [INSTANCE_ID],
  answers: {
    200: listOf(
      "Data Sources",
      {
        dataSourceId: textSchema("Data Source Id", "Id of the data source."),
        name: textSchema("Name", "Name of the data source, or its id when it has no name."),
        state: textSchema("State", "How its last refresh stands, such as updated, updating or updatefailed."),
        lastRefreshedAt: textSchema("Last Refreshed At", "When it was refreshed last.", TIME),
      },
      ["dataSourceId", "name"],
    ),
  },
  visibility: "advanced",
  role: "read",
  handle: lookUpWith(lookUpDataSources),
};

export const LIST_SEGMENTS_ROUTE: Route<ListSegmentsDeps> = {
  operation: "listSegments",
  method: "GET",
  path: "instances/{instanceId}/segments",
  summary: "List segments",
  description: "Lists the segments of an instance.",
  parameters: [INSTANCE_ID],
  answers: {
    200: listOf(
      "Segments",
      {
        name: textSchema("Name", "The segment's own name, which does not change when it is renamed."),
        displayName: textSchema("Display Name", "What the segment is called."),
        state: textSchema("State", "Such as active, inactive or invalid."),
      },
      ["name", "displayName"],
    ),
  },
  visibility: "advanced",
  role: "read",
  handle: lookUpWith(lookUpSegments),
};

const ALL: ParameterSchema = {
  name: "all",
  in: "query",
  required: false,
  schema: {
    type: "boolean",
    default: false,
    title: "All Measures",
    description: "Also list measures that no threshold can be set for, and why.",
  },
  visibility: "advanced",
};

export const LIST_MEASURES_ROUTE: Route<ListMeasuresDeps> = {
  operation: "listMeasures",
  method: "GET",
  path: "instances/{instanceId}/measures",
  summary: "List measures",
  description: "Lists the business measures of an instance that a threshold can be set for, or all measures.",
  parameters: [INSTANCE_ID, ALL],
  answers: {
    200: listOf(
      "Measures",
      {
        name: textSchema("Name", "The measure's own name, which does not change when it is renamed."),
        displayName: textSchema("Display Name", "What the measure is called."),
        isEligible: { type: "boolean", title: "Is Eligible", description: "Whether a threshold can be set for it." },
        reason: textSchema("Reason", "Why no threshold can be set for it.", {
          enum: ["profile-measure", "has-dimensions", "no-single-value", "unknown-kind"],
        }),
      },
      ["name", "displayName", "isEligible"],
    ),
  },
  visibility: "advanced",
  role: "read",
  handle: async (request, caller, deps) => {
    const instanceId = parseInstanceId(request, caller);
    const all = readOnce(request, ALL) === "true";
    return answerLookup(await lookUpMeasures({ instanceId, all }, deps), instanceId);
  },
};

export const LIST_ENTITIES_ROUTE: Route<ListEntitiesDeps> = {
  operation: "listEntities",
  method: "GET",
  path: "instances/{instanceId}/entities",
  summary: "List entities",
  description: "Lists the entities (tables) of an instance that have items to read.",
  parameters: [INSTANCE_ID],
  answers: {
    200: listOf(
      "Entities",
      {
        name: textSchema("Name", "The name that the entity's items are read by."),
        displayName: textSchema("Display Name", "What the entity is called, with its data source when it has one."),
        kind: textSchema("Kind", "Such as profile, unifiedactivity or segment."),
        dataSourceName: textSchema("Data Source Name", "The data source of an ingested entity."),
      },
      ["name", "displayName"],
    ),
  },
  visibility: "advanced",
  role: "read",
  handle: lookUpWith(lookUpEntities),
};

/** The handler of a lookup that asks for nothing but an instance. */
function lookUpWith<T, D>(lookUp: (asked: InstanceRequest, deps: D) => Promise<Lookup<T>>): Route<D>["handle"] {
  return async (request: HttpRequest, caller: Caller, deps: D) => {
    const instanceId = parseInstanceId(request, caller);
    return answerLookup(await lookUp({ instanceId }, deps), instanceId);
  };
}

/** 200 with the whole list as `value`; throws a problem when there is none. */
function answerLookup<T>(lookup: Lookup<T>, instanceId = ""): HttpResponseInit {
  if (lookup.outcome === "unknown-instance") throw unknownInstance(instanceId);
  if (lookup.outcome === "source-failed") throw sourceProblem(lookup.failure);
  return { status: 200, jsonBody: { value: lookup.items } };
}
