import { type HttpRequest, type HttpResponseInit, type InvocationContext } from "@azure/functions";
import { type Caller, type Role } from "../access/caller";
import { answerAnyone } from "./answerAnyone";
import { type AccessDeps, establishCaller } from "./establishCaller";
import { requireRole } from "./requireRole";

interface Guarded<D extends AccessDeps> {
  /** What a caller must be allowed to do. */
  readonly group: Role;
  readonly services: (context: InvocationContext) => D;
}

/** Runs an HTTP handler for a caller who is known and allowed; everybody else is answered 401 or 403. Never throws. */
export function answer<D extends AccessDeps>(
  request: HttpRequest,
  context: InvocationContext,
  { group, services }: Guarded<D>,
  handle: (caller: Caller, deps: D) => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  return answerAnyone(request, context, async (reply) => {
    const deps = services(context);
    const caller = await establishCaller(request, deps, reply);
    requireRole(caller, group);
    // A limit of one connection's calls has its place here: the caller is known, nothing is read or stored yet, and
    // `reply.addHeaders` reaches every answer.
    return handle(caller, deps);
  });
}
