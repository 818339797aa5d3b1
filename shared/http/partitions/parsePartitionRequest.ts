import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type Sealer } from "../../access/createSealer";
import { CodedError } from "../../model/errors";
import { type PartitionPlace, parsePlace } from "../../reads/partitions/partitionPlace";
import { type PartitionRequest } from "../../reads/partitions/readPartition";
import { type FieldProblem } from "../../validation/guard";
import { foreignCursor } from "../paging/parsePaging";
import { parseEntityRequest } from "../reads/parseEntityRequest";
import { invalidFields } from "../requestProblem";
import { isPartitionId } from "./isPartitionId";
import { refuseOptions } from "./refuseOptions";
import { unknownPartition } from "./unknownPartition";

const DEFAULT_TOP = 1_000;
const MOST_TOP = 5_000;

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
  return { ...entity, partitionId, top, ...(place && { place }) };
}

function parseTop({ query }: HttpRequest, problems: FieldProblem[]): number {
  const asked = query.get("$top") ?? String(DEFAULT_TOP);
  const top = /^\d{1,9}$/.test(asked) ? Number(asked) : 0;
  if (top < 1 || top > MOST_TOP) {
    problems.push({ target: "$top", message: `must be a whole number from 1 to ${MOST_TOP}` });
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
