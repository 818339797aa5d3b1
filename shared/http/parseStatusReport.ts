import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../access/caller";
import { DETAILS } from "../operations/report";
import { type StatusRequest } from "../operations/statusReport";
import { parseInstanceId } from "./parseInstanceId";
import { invalidFields } from "./requestProblem";

/** Reads a request for a status report, a summary unless it asks for more; throws a problem that names what is wrong. */
export function parseStatusReport(request: HttpRequest, caller: Pick<Caller, "instances">): StatusRequest {
  const instanceId = parseInstanceId(request, caller);
  const [given = "summary", ...others] = request.query.getAll("detail");
  const detail = DETAILS.find((each) => each === given);
  if (!detail || others.length > 0) {
    throw invalidFields([{ target: "detail", message: `must be one of ${DETAILS.join(", ")}, once` }]);
  }
  return { instanceId, detail };
}
