import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Sealer } from "../../access/createSealer";
import { formatPlace } from "../../reads/partitions/partitionPlace";
import { type PartitionRead, type PartitionRequest } from "../../reads/partitions/readPartition";
import { answerPage } from "../paging/answerPage";
import { missingEntity } from "../reads/missingEntity";
import { RequestProblem } from "../requestProblem";
import { partitionsUrl } from "./partitionsUrl";
import { unknownPartition } from "./unknownPartition";

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
