import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type InstanceRequest, type Lookup, type MeasuresRequest } from "../../data/lookups";
import { invalidFields, sourceUnavailable } from "../problems";
import { parseInstanceId, unknownInstance } from "../requireAccess";
import { INSTANCE_ID, type RouteSchema, listOf, textSchema } from "../schema";

export const LIST_INSTANCES: RouteSchema = {
  operation: "listInstances",
  method: "GET",
  route: "instances",
  summary: "List instances",
  description: "Lists the Customer Insights instances that this service may see.",
  parameters: [],
  answer: listOf(
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
};

export const LIST_DATA_SOURCES: RouteSchema = {
  operation: "listDataSources",
  method: "GET",
  route: "instances/{instanceId}/data-sources",
  summary: "List data sources",
  description: "Lists the data sources of an instance.",
  parameters: [INSTANCE_ID],
  answer: listOf(
    "Data Sources",
    {
      dataSourceId: textSchema("Data Source Id", "Id of the data source."),
      name: textSchema("Name", "Name of the data source, or its id when it has no name."),
      state: textSchema("State", "How its last refresh stands, such as updated, updating or updatefailed."),
      lastRefreshedAt: textSchema("Last Refreshed At", "When it was refreshed last.", { format: "date-time" }),
    },
    ["dataSourceId", "name"],
  ),
};

export const LIST_SEGMENTS: RouteSchema = {
  operation: "listSegments",
  method: "GET",
  route: "instances/{instanceId}/segments",
  summary: "List segments",
  description: "Lists the segments of an instance.",
  parameters: [INSTANCE_ID],
  answer: listOf(
    "Segments",
    {
      name: textSchema("Name", "The segment's own name, which does not change when it is renamed."),
      displayName: textSchema("Display Name", "What the segment is called."),
      state: textSchema("State", "Such as active, inactive or invalid."),
    },
    ["name", "displayName"],
  ),
};

export const LIST_MEASURES: RouteSchema = {
  operation: "listMeasures",
  method: "GET",
  route: "instances/{instanceId}/measures",
  summary: "List measures",
  description: "Lists the business measures of an instance that a threshold can be set for, or all measures.",
  parameters: [
    INSTANCE_ID,
    {
      name: "all",
      in: "query",
      required: false,
      schema: {
        type: "boolean",
        default: false,
        title: "All Measures",
        description: "Also list measures that no threshold can be set for, and why.",
      },
    },
  ],
  answer: listOf(
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
};

export const LIST_ENTITIES: RouteSchema = {
  operation: "listEntities",
  method: "GET",
  route: "instances/{instanceId}/entities",
  summary: "List entities",
  description: "Lists the entities (tables) of an instance that have items to read.",
  parameters: [INSTANCE_ID],
  answer: listOf(
    "Entities",
    {
      name: textSchema("Name", "The name that the entity's items are read by."),
      displayName: textSchema("Display Name", "What the entity is called, with its data source when it has one."),
      kind: textSchema("Kind", "Such as profile, unifiedactivity or segment."),
      dataSourceName: textSchema("Data Source Name", "The data source of an ingested entity."),
    },
    ["name", "displayName"],
  ),
};

export function parseInstanceRequest(request: HttpRequest, caller: Pick<Caller, "instances">): InstanceRequest {
  return { instanceId: parseInstanceId(request, caller) };
}

/** Reads a request for measures; throws a problem when `all` is neither true nor false. */
export function parseMeasuresRequest(request: HttpRequest, caller: Pick<Caller, "instances">): MeasuresRequest {
  const instanceId = parseInstanceId(request, caller);
  const [given = "false", ...others] = request.query.getAll("all").map((each) => each.toLowerCase());
  if (!["true", "false"].includes(given) || others.length > 0) {
    throw invalidFields([{ target: "all", message: "must be true or false, once" }]);
  }
  return { instanceId, all: given === "true" };
}

/** 200 with the whole list as `value`; throws a problem when there is none. */
export function answerLookup<T>(lookup: Lookup<T>, instanceId = ""): HttpResponseInit {
  if (lookup.outcome === "unknown-instance") throw unknownInstance(instanceId);
  if (lookup.outcome === "source-failed") throw sourceUnavailable(lookup.failure);
  return { status: 200, jsonBody: { value: lookup.items } };
}
