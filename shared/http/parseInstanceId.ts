import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../access/caller";
import { requireInstance } from "./requireInstance";

/** The route's instance in lower case; throws the problem of an unknown one when the caller may not use it. */
export function parseInstanceId({ params }: HttpRequest, caller: Pick<Caller, "instances">): string {
  return requireInstance(caller, params["instanceId"] ?? "");
}
