/** The instance and the role that a route asks for, checked against what the caller may use. */
import { type HttpRequest } from "@azure/functions";
import { type Caller, type Role, mayUseInstance } from "../access/caller";
import { INSTANCE_ID, checkText } from "./schema";
import { RequestProblem } from "./problems";

/** The route's instance in lower case. Throws 404 UnknownInstance for one that the caller may not use. */
export function parseInstanceId({ params }: HttpRequest, caller: Pick<Caller, "instances">): string {
  return requireInstance(caller, params[INSTANCE_ID.name] ?? "");
}

/**
 * The instance in lower case. Throws 404 UnknownInstance for one that the caller may not use, as if it did not exist.
 */
export function requireInstance(caller: Pick<Caller, "instances">, instanceId: string): string {
  const id = instanceId.toLowerCase();
  if (checkText(INSTANCE_ID.schema, instanceId) !== undefined || !mayUseInstance(caller, id))
    throw unknownInstance(instanceId);
  return id;
}

/** One answer for unknown, hidden and forbidden instances: it repeats the id and says nothing else. */
export function unknownInstance(instanceId: string): RequestProblem {
  const message = `There is no instance '${instanceId.slice(0, 100)}', or this service may not see it.`;
  return new RequestProblem(404, "UnknownInstance", message, { target: "instanceId" });
}

/** Throws 403 unless the caller has the role. */
export function requireRole({ roles }: Pick<Caller, "roles">, role: Role): void {
  if (!roles.includes(role)) throw new RequestProblem(403, "Forbidden", "This connection is not allowed to do that.");
}
