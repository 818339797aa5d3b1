import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type PartitionsRequest } from "../../reads/partitions/listPartitions";
import { type FieldProblem } from "../../validation/guard";
import { parsePaging } from "../paging/parsePaging";
import { parseEntityRequest } from "../reads/parseEntityRequest";
import { invalidFields } from "../requestProblem";
import { isPartitionId } from "./isPartitionId";
import { refuseOptions } from "./refuseOptions";

/** Reads a request for an entity's partitions; throws a problem that names what is wrong. */
export function parsePartitionsRequest(request: HttpRequest, caller: Pick<Caller, "instances">): PartitionsRequest {
  const entity = parseEntityRequest(request, caller);
  const problems: FieldProblem[] = [];
  const { top, cursor } = parsePaging(request, isPartitionId, problems);
  refuseOptions(request, problems);
  if (problems.length > 0) throw invalidFields(problems);
  return { ...entity, top, ...(cursor === undefined ? {} : { after: cursor }) };
}
