import { type HttpRequest } from "@azure/functions";
import { type MeasuresRequest } from "../../reads/lookups/listMeasures";
import { parseInstanceId } from "../parseInstanceId";
import { invalidFields } from "../requestProblem";

/** Reads a request for measures; throws a problem when `all` is neither true nor false. */
export function parseMeasuresRequest(request: HttpRequest): MeasuresRequest {
  const instanceId = parseInstanceId(request);
  const [given = "false", ...others] = request.query.getAll("all").map((each) => each.toLowerCase());
  if (!["true", "false"].includes(given) || others.length > 0) {
    throw invalidFields([{ target: "all", message: "must be true or false, once" }]);
  }
  return { instanceId, all: given === "true" };
}
