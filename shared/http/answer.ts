import { type HttpRequest, type HttpResponseInit, type InvocationContext } from "@azure/functions";
import { type Caller, type Identified, type Role } from "../access/caller";
import { type Credentials, readCredentials } from "../access/identifyCaller";
import { CodedError } from "../model/errors";
import { type Admission, type CallLimit } from "../rateLimit/callLimit";
import { type CallBucket } from "../rateLimit/ports";
import { type Reply, type SeenDeps, answerAnyone } from "./answerAnyone";
import { RequestProblem } from "./problems";
import { requireRole } from "./requireAccess";

export interface AccessDeps {
  readonly identifyCaller: (credentials: Credentials) => Promise<Identified>;
}

export interface LimitDeps {
  readonly callLimit: CallLimit;
}

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

const KEYS_RETRY_SECONDS = 5;

/** Who calls; throws 401 for nobody known, 503 when that cannot be told just now. Only the log is told why. */
async function establishCaller(request: HttpRequest, deps: AccessDeps, { note, addHeaders }: Reply): Promise<Caller> {
  const identified = await deps.identifyCaller(readCredentials(request.headers));
  if (identified.outcome === "known") {
    note({ connection: identified.caller.connection });
    return identified.caller;
  }
  if (identified.outcome === "unavailable") {
    const message = "Tokens cannot be checked just now. Try again.";
    throw new RequestProblem(503, "SignInUnavailable", message, { retryAfterSeconds: KEYS_RETRY_SECONDS });
  }
  note({ refusal: identified.reason });
  // RFC 9110 asks for a challenge; what was wrong with a token is not told.
  addHeaders({ "www-authenticate": "Bearer" });
  throw new RequestProblem(
    401,
    "Unauthorized",
    "Send a valid API key (x-api-key) or access token (Authorization: Bearer).",
  );
}

/** What the limit adds to an answer, and why there is no other. */
export interface Limited {
  readonly headers: Readonly<Record<string, string>>;
  /** Absent when the call is admitted. */
  readonly refusal?: Error;
}

/**
 * Counts a call of a connection, to be made before anything else is done for it. The headers are those of
 * draft-ietf-httpapi-ratelimit-headers-10; while storage does not answer nobody knows what remains.
 */
export async function limitCalls(connection: string, bucket: CallBucket, { callLimit }: LimitDeps): Promise<Limited> {
  const limit = callLimit.limits[bucket];
  const windowSeconds = callLimit.windowMs / 1_000;
  const policy = { "ratelimit-policy": `"${bucket}";q=${limit};w=${windowSeconds}` };
  try {
    const admission = await callLimit.admit({ connection, bucket });
    const headers = { ...policy, ratelimit: formatRateLimit(bucket, admission) };
    return admission.admitted ? { headers } : { headers, refusal: tooMany(bucket, limit, windowSeconds, admission) };
  } catch (error) {
    if (error instanceof CodedError) return { headers: policy, refusal: error };
    throw error;
  }
}

function formatRateLimit(bucket: CallBucket, { remaining, retryAfterSeconds }: Admission): string {
  return `"${bucket}";r=${remaining};t=${retryAfterSeconds}`;
}

const COUNTED: Readonly<Record<CallBucket, string>> = { calls: "calls", subscribes: "new subscriptions" };

function tooMany(
  bucket: CallBucket,
  limit: number,
  windowSeconds: number,
  { retryAfterSeconds }: Admission,
): RequestProblem {
  const message = `This connection has made ${limit} ${COUNTED[bucket]} in ${windowSeconds} seconds. Try again in ${retryAfterSeconds} seconds.`;
  return new RequestProblem(429, "TooManyCalls", message, { retryAfterSeconds });
}
