import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type InstanceRequest } from "../../reads/lookups/lookup";
import { parseInstanceId } from "../parseInstanceId";

export function parseInstanceRequest(request: HttpRequest, caller: Pick<Caller, "instances">): InstanceRequest {
  return { instanceId: parseInstanceId(request, caller) };
}
