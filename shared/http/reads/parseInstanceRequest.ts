import { type HttpRequest } from "@azure/functions";
import { type InstanceRequest } from "../../reads/lookups/lookup";
import { parseInstanceId } from "../parseInstanceId";

export function parseInstanceRequest(request: HttpRequest): InstanceRequest {
  return { instanceId: parseInstanceId(request) };
}
