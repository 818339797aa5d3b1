import { defined } from "../../model/defined";
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type Sealer } from "../../access/sealer";
import { type EntityRequest } from "../../data/entities";
import { type PartitionsListed, type PartitionsRequest } from "../../data/partitions/findPartitions";
import {
  type PartitionPlace,
  type PartitionRead,
  type PartitionRequest,
  formatPlace,
  parsePlace,
} from "../../data/partitions/readPartition";
import { CodedError } from "../../model/errors";
import { type FieldProblem } from "../../validation/guard";
import { answerPage, foreignCursor, parsePaging } from "../paging";
import { RequestProblem, invalidFields } from "../problems";
import { ENTITY, INSTANCE_ID, PARTITION_ID, type RouteSchema, SKIP_TOKEN, pageSize, textSchema } from "../schema";
import { missingEntity, parseEntityRequest } from "./entities";

export const LIST_PARTITIONS: RouteSchema = {
  operation: "listPartitions",
  method: "GET",
  route: "instances/{instanceId}/entities/{entity}/partitions",
  summary: "List partitions of an entity",
  description: "Lists the partitions (files) that together hold all rows of an entity. A refresh writes new ones.",
  parameters: [INSTANCE_ID, ENTITY, pageSize("partitions", { fallback: 100, most: 1_000 }), SKIP_TOKEN],
  answer: {
    title: "Partitions",
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: {
      value: {
        type: "array",
        title: "Partitions",
        description: "The partitions of this page.",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["partitionId"],
          properties: {
            partitionId: textSchema("Partition Id", "Id of the partition: the same until a refresh writes it anew.", {
              pattern: "^[0-9a-f]{32}$",
            }),
          },
        },
      },
      "@odata.nextLink": textSchema("Next Link", "The address of the next page; absent on the last one.", {
        format: "uri",
      }),
    },
  },
};

export const READ_PARTITION: RouteSchema = {
  operation: "readPartition",
  method: "GET",
  route: "instances/{instanceId}/entities/{entity}/partitions/{partitionId}",
  summary: "Read a partition of an entity",
  description: "Reads the rows of a partition, page by page.",
  parameters: [INSTANCE_ID, ENTITY, PARTITION_ID, pageSize("rows", { fallback: 1_000, most: 5_000 }), SKIP_TOKEN],
  answer: {
    title: "Rows",
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: {
      value: {
        type: "array",
        title: "Rows",
        description: "The rows of this page, with the columns that the entity's schema tells.",
        maxItems: 5_000,
        items: { type: "object", additionalProperties: { type: ["string", "number", "boolean", "null"] } },
      },
      "@odata.nextLink": textSchema("Next Link", "The address of the next page; absent on the last one.", {
        format: "uri",
      }),
    },
  },
};

/** Reads a request for a page of a partition; throws a problem that names what is wrong. */
export function parsePartitionRequest(
  request: HttpRequest,
  caller: Pick<Caller, "instances">,
  { open }: Pick<Sealer, "open">,
): PartitionRequest {
  const entity = parseEntityRequest(request, caller);
  const { partitionId = "" } = request.params;
  if (!isPartitionId(partitionId)) throw unknownPartition();
  const problems: FieldProblem[] = [];
  const top = parseTop(request, problems);
  const token = request.query.get("$skiptoken");
  const place = token === null ? undefined : openPlace(token, open);
  if (token !== null && place?.partitionId !== partitionId) problems.push(foreignCursor());
  refuseOptions(request, problems);
  if (problems.length > 0) throw invalidFields(problems);
  return { ...entity, partitionId, top, ...defined({ place }) };
}

/** True for what can be a partition's id, or a place between two of them. */
function isPartitionId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** 404 for an id that names no file of the entity now. */
function unknownPartition(): RequestProblem {
  const message =
    "The entity has no such partition, or not any more: a refresh writes new ones. List the partitions again.";
  return new RequestProblem(404, "UnknownPartition", message, { target: "partitionId" });
}

const DEFAULT_TOP = 1_000;

const MAX_TOP = 5_000;

function parseTop({ query }: HttpRequest, problems: FieldProblem[]): number {
  const asked = query.get("$top") ?? String(DEFAULT_TOP);
  const top = /^\d{1,9}$/.test(asked) ? Number(asked) : 0;
  if (top < 1 || top > MAX_TOP) {
    problems.push({ target: "$top", message: `must be a whole number from 1 to ${MAX_TOP}` });
  }
  return top;
}

function openPlace(token: string, open: Sealer["open"]): PartitionPlace | undefined {
  try {
    return parsePlace(open(token));
  } catch (error) {
    if (error instanceof CodedError && error.code === "undecryptable") return undefined;
    throw error;
  }
}

/** Adds a problem for each OData option that files cannot be asked with: the maker would take the rows for what was asked. */
function refuseOptions({ query }: Pick<HttpRequest, "query">, problems: FieldProblem[]): void {
  for (const name of new Set(query.keys())) {
    if (!name.startsWith("$") || name === "$top" || name === "$skiptoken") continue;
    const message = "is not supported for partitions, which are files: read all rows, or use the entity's items";
    problems.push({ target: name.slice(0, 100), message });
  }
}

interface Asked {
  readonly request: Pick<HttpRequest, "query">;
  readonly partition: PartitionRequest;
  readonly publicBaseUrl: string;
  readonly sealer: Pick<Sealer, "seal">;
}

/** 200 with a page of rows, and where the next is; throws a problem when there is none. */
export function answerPartition(
  { request, partition, publicBaseUrl, sealer }: Asked,
  result: PartitionRead,
): HttpResponseInit {
  if (result.outcome !== "read") throw toProblem(partition, result);
  const { rows: items, next } = result;
  const url = `${partitionsUrl(publicBaseUrl, partition)}/${partition.partitionId}`;
  return answerPage({ items, ...(next && { cursor: sealer.seal(formatPlace(next)) }) }, { request, url });
}

function toProblem(partition: PartitionRequest, result: Exclude<PartitionRead, { outcome: "read" }>): RequestProblem {
  if (result.outcome === "unknown-partition") return unknownPartition();
  if (result.outcome === "changed") return changedPartition();
  return result.outcome === "unreadable"
    ? unreadablePartition(result.row, result.why)
    : missingEntity(partition, result);
}

function changedPartition(): RequestProblem {
  const message = "The partition was written anew while it was being read. List the partitions and begin again.";
  return new RequestProblem(410, "PartitionChanged", message, { target: "$skiptoken" });
}

function unreadablePartition(row: number, why: string): RequestProblem {
  const message = `Row ${row} of the partition cannot be read: ${why}.`;
  return new RequestProblem(502, "PartitionUnreadable", message);
}

/** Of an entity's partitions, as callers see it. */
function partitionsUrl(publicBaseUrl: string, { instanceId, entity }: EntityRequest): string {
  return `${publicBaseUrl}/instances/${instanceId}/entities/${encodeURIComponent(entity)}/partitions`;
}

/** Reads a request for an entity's partitions; throws a problem that names what is wrong. */
export function parsePartitionsRequest(request: HttpRequest, caller: Pick<Caller, "instances">): PartitionsRequest {
  const entity = parseEntityRequest(request, caller);
  const problems: FieldProblem[] = [];
  const { top, cursor } = parsePaging(request, isPartitionId, problems);
  refuseOptions(request, problems);
  if (problems.length > 0) throw invalidFields(problems);
  return { ...entity, top, ...defined({ after: cursor }) };
}

interface PartitionsContext {
  readonly request: Pick<HttpRequest, "query">;
  readonly entity: EntityRequest;
  readonly publicBaseUrl: string;
}

/** 200 with a page of ids; throws a problem when there are none to list. */
export function answerPartitions(
  { request, entity, publicBaseUrl }: PartitionsContext,
  result: PartitionsListed,
): HttpResponseInit {
  if (result.outcome !== "listed") throw missingEntity(entity, result);
  return answerPage(result, { request, url: partitionsUrl(publicBaseUrl, entity) });
}
