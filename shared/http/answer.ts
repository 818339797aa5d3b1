import { type HttpRequest, type HttpResponseInit, type InvocationContext } from "@azure/functions";
import { type Caller, type Role } from "../access/caller";
import { type CallBucket } from "../rateLimit/callLimit";
import { type SeenDeps, answerAnyone } from "./answerAnyone";
import { type AccessDeps, establishCaller } from "./establishCaller";
import { type LimitDeps, limitCalls } from "./limitCalls";
import { requireRole } from "./requireRole";

export type AnswerDeps = AccessDeps & LimitDeps & SeenDeps;

interface Guarded<D extends AnswerDeps> {
  /** What a caller must be allowed to do. */
  readonly group: Role;
  /** Which limit of the connection the call counts against. */
  readonly bucket?: CallBucket;
  readonly services: (context: InvocationContext) => D;
}

/** Runs an HTTP handler for a caller who is known and allowed; everybody else is answered 401 or 403, and who calls too often 429. Never throws. */
export function answer<D extends AnswerDeps>(
  request: HttpRequest,
  context: InvocationContext,
  { group, bucket = "calls", services }: Guarded<D>,
  handle: (caller: Caller, deps: D) => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  return answerAnyone(request, context, services, async (reply, open) => {
    const deps = open();
    const caller = await establishCaller(request, deps, reply);
    requireRole(caller, group);
    const limited = await limitCalls(caller.connection, bucket, deps);
    reply.addHeaders(limited.headers);
    if (limited.refusal) throw limited.refusal;
    return handle(caller, deps);
  });
}
