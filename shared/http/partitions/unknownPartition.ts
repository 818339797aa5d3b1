import { RequestProblem } from "../requestProblem";

/** 404 for an id that names no file of the entity now. */
export function unknownPartition(): RequestProblem {
  const message =
    "The entity has no such partition, or not any more: a refresh writes new ones. List the partitions again.";
  return new RequestProblem(404, "UnknownPartition", message, { target: "partitionId" });
}
