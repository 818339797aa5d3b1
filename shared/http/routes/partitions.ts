/**
 * Routes that read an entity file by file: its partitions (files), and the rows of one. They serve whole entities, not
 * questions.
 */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type Sealer } from "../../access/sealer";
import { type EntityRequest } from "../../data/entities";
import { type PartitionsListed, type PartitionsRequest, listPartitions } from "../../data/partitions/findPartitions";
import {
  type PartitionCursor,
  type PartitionRead,
  type PartitionRequest,
  formatPartitionCursor,
  parsePartitionCursor,
  readPartition,
} from "../../data/partitions/readPartition";
import { defined } from "../../model/defined";
import { CodedError } from "../../model/errors";
import { type FieldProblem } from "../../validation/guard";
import { answerPage, foreignCursor, pageParameters, paged, parsePaging } from "../paging";
import { type HttpPorts } from "../ports";
import { ENTITY, INSTANCE_ID, type ParameterSchema, checkText, textSchema } from "../schema";
import { RequestProblem, invalidFields } from "../problems";
import { type Route } from "../route";
import { entityProblem, parseEntityRequest } from "./entities";

/** Files know no OData options. Without a refusal, the maker would take all rows for the answer to a question. */
const NO_OPTIONS = "is not supported for partitions, which are files: read all rows, or use the entity's items";

const PARTITION_PATTERN = "^[0-9a-f]{32}$";

/** A cursor is the last id of the page before. */
const IDS_PAGE = pageParameters("partitions", { cursor: PARTITION_PATTERN });

const PARTITIONS = paged("Partitions", "The partitions of this page.", {
  type: "object",
  additionalProperties: false,
  required: ["partitionId"],
  properties: {
    partitionId: textSchema("Partition Id", "Id of the partition: the same until a refresh writes it anew.", {
      pattern: PARTITION_PATTERN,
    }),
  },
});

export const LIST_PARTITIONS_ROUTE: Route<Pick<HttpPorts, "partitions" | "links">> = {
  operation: "listPartitions",
  method: "GET",
  path: "instances/{instanceId}/entities/{entity}/partitions",
  summary: "List partitions of an entity",
  description: "Lists the partitions (files) that together hold all rows of an entity. A refresh writes new ones.",
  parameters: [INSTANCE_ID, ENTITY, ...IDS_PAGE],
  noOptions: NO_OPTIONS,
  answers: { 200: PARTITIONS },
  visibility: "advanced",
  role: "read",
  handle: async (request, caller, { partitions, links }) => {
    const entity = parsePartitionsRequest(request, caller);
    return answerPartitions({ request, entity, ...links }, await listPartitions(entity, partitions));
  },
};

const PARTITION_ID: ParameterSchema = {
  name: "partitionId",
  in: "path",
  required: true,
  schema: {
    type: "string",
    pattern: PARTITION_PATTERN,
    title: "Partition",
    description: "The partition, as the list of partitions gives it.",
  },
};

const MAX_ROWS = 5_000;

/** A cursor is sealed, and holds for one partition. */
const ROWS_PAGE = pageParameters("rows", { defaultTop: 1_000, maxTop: MAX_ROWS });

const ROWS = paged(
  "Rows",
  "The rows of this page, with the columns that the entity's schema tells.",
  { type: "object", additionalProperties: { type: ["string", "number", "boolean", "null"] } },
  { list: { maxItems: MAX_ROWS } },
);

export const READ_PARTITION_ROUTE: Route<Pick<HttpPorts, "partitions" | "links">> = {
  operation: "readPartition",
  method: "GET",
  path: "instances/{instanceId}/entities/{entity}/partitions/{partitionId}",
  summary: "Read a partition of an entity",
  description: "Reads the rows of a partition, page by page.",
  parameters: [INSTANCE_ID, ENTITY, PARTITION_ID, ...ROWS_PAGE],
  noOptions: NO_OPTIONS,
  answers: { 200: ROWS },
  visibility: "advanced",
  role: "read",
  handle: async (request, caller, { partitions, links }) => {
    const partition = parsePartitionRequest(request, caller, links.sealer);
    return answerPartition({ request, partition, ...links }, await readPartition(partition, partitions));
  },
};

/** Reads a request for a page of a partition; throws a problem that names what is wrong. */
function parsePartitionRequest(
  request: HttpRequest,
  caller: Pick<Caller, "instances">,
  { open }: Pick<Sealer, "open">,
): PartitionRequest {
  const entity = parseEntityRequest(request, caller);
  const { partitionId = "" } = request.params;
  if (checkText(PARTITION_ID.schema, partitionId) !== undefined) throw unknownPartition();
  const problems: FieldProblem[] = [];
  const { top, cursor: token } = parsePaging(request, ROWS_PAGE, problems);
  const cursor = token === undefined ? undefined : openCursor(token, open);
  if (token !== undefined && cursor?.partitionId !== partitionId) problems.push(foreignCursor());
  if (problems.length > 0) throw invalidFields(problems);
  return { ...entity, partitionId, top, ...defined({ cursor }) };
}

/** 404 for an id that names no file of the entity now. */
function unknownPartition(): RequestProblem {
  const message =
    "The entity has no such partition, or not any more: a refresh writes new ones. List the partitions again.";
  return new RequestProblem(404, "UnknownPartition", message, { target: "partitionId" });
}

function openCursor(token: string, open: Sealer["open"]): PartitionCursor | undefined {
  try {
    return parsePartitionCursor(open(token));
  } catch (error) {
    if (error instanceof CodedError && error.code === "undecryptable") return undefined;
    throw error;
  }
}

interface PartitionAsked {
  readonly request: Pick<HttpRequest, "query">;
  readonly partition: PartitionRequest;
  readonly publicBaseUrl: string;
  readonly sealer: Pick<Sealer, "seal">;
}

/** 200 with a page of rows, and where the next is; throws a problem when there is none. */
function answerPartition(
  { request, partition, publicBaseUrl, sealer }: PartitionAsked,
  result: PartitionRead,
): HttpResponseInit {
  if (result.outcome !== "read") throw toProblem(partition, result);
  const { rows: items, next } = result;
  const url = `${partitionsUrl(publicBaseUrl, partition)}/${partition.partitionId}`;
  const cursor = next && sealer.seal(formatPartitionCursor(next));
  return answerPage({ items, ...defined({ cursor }) }, { request, url });
}

function toProblem(partition: PartitionRequest, result: Exclude<PartitionRead, { outcome: "read" }>): RequestProblem {
  if (result.outcome === "unknown-partition") return unknownPartition();
  if (result.outcome === "changed") return changedPartition();
  return result.outcome === "unreadable"
    ? unreadablePartition(result.row, result.why)
    : entityProblem(partition, result);
}

function changedPartition(): RequestProblem {
  const message = "The partition was written anew while it was being read. List the partitions and begin again.";
  return new RequestProblem(410, "PartitionChanged", message, { target: "$skiptoken" });
}

function unreadablePartition(row: number, why: string): RequestProblem {
  const message = `Row ${row} of the partition cannot be read: ${why}.`;
  return new RequestProblem(502, "PartitionUnreadable", message);
}

/** The public address of an entity's partitions. */
function partitionsUrl(publicBaseUrl: string, { instanceId, entity }: EntityRequest): string {
  return `${publicBaseUrl}/instances/${instanceId}/entities/${encodeURIComponent(entity)}/partitions`;
}

/** Reads a request for an entity's partitions; throws a problem that names what is wrong. */
function parsePartitionsRequest(request: HttpRequest, caller: Pick<Caller, "instances">): PartitionsRequest {
  const entity = parseEntityRequest(request, caller);
  const problems: FieldProblem[] = [];
  const { top, cursor } = parsePaging(request, IDS_PAGE, problems);
  if (problems.length > 0) throw invalidFields(problems);
  return { ...entity, top, ...defined({ after: cursor }) };
}

interface PartitionsAsked {
  readonly request: Pick<HttpRequest, "query">;
  readonly entity: EntityRequest;
  readonly publicBaseUrl: string;
}

/** 200 with a page of ids; throws a problem when there are none to list. */
function answerPartitions(
  { request, entity, publicBaseUrl }: PartitionsAsked,
  result: PartitionsListed,
): HttpResponseInit {
  if (result.outcome !== "listed") throw entityProblem(entity, result);
  return answerPage(result, { request, url: partitionsUrl(publicBaseUrl, entity) });
}
