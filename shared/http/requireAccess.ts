import { type HttpRequest } from "@azure/functions";
import { type Caller, type Role, mayUseInstance } from "../access/caller";
import { isUuid } from "../model/uuid";
import { RequestProblem } from "./problems";

/** The route's instance in lower case; throws the problem of an unknown one when the caller may not use it. */
export function parseInstanceId({ params }: HttpRequest, caller: Pick<Caller, "instances">): string {
  return requireInstance(caller, params["instanceId"] ?? "");
}

/** The instance in lower case. One that the caller may not use is the same problem as one that does not exist. */
export function requireInstance(caller: Pick<Caller, "instances">, instanceId: string): string {
  const id = instanceId.toLowerCase();
  if (!isUuid(instanceId) || !mayUseInstance(caller, id)) throw unknownInstance(instanceId);
  return id;
}

/** Says nothing but what was asked for: it is the answer for unknown, hidden and forbidden instances alike. */
export function unknownInstance(instanceId: string): RequestProblem {
  const message = `There is no instance '${instanceId.slice(0, 100)}', or this service may not see it.`;
  return new RequestProblem(404, "UnknownInstance", message, { target: "instanceId" });
}

/** Throws 403 unless the caller has the role. */
export function requireRole({ roles }: Pick<Caller, "roles">, role: Role): void {
  if (!roles.includes(role)) throw new RequestProblem(403, "Forbidden", "This connection is not allowed to do that.");
}
