import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type MeasuresRequest } from "../../reads/lookups/listMeasures";
import { parseInstanceId } from "../parseInstanceId";
import { invalidFields } from "../requestProblem";

/** Reads a request for measures; throws a problem when `all` is neither true nor false. */
export function parseMeasuresRequest(request: HttpRequest, caller: Pick<Caller, "instances">): MeasuresRequest {
  const instanceId = parseInstanceId(request, caller);
  const [given = "false", ...others] = request.query.getAll("all").map((each) => each.toLowerCase());
  if (!["true", "false"].includes(given) || others.length > 0) {
    throw invalidFields([{ target: "all", message: "must be true or false, once" }]);
  }
  return { instanceId, all: given === "true" };
}
