/**
 * Everything that is done around the handler of a route for known callers: who calls, whether the role allows it, and
 * how many calls the connection has left. `answerAnyone.ts` adds the form of problems, the log line and the span.
 */
import { type HttpRequest, type HttpResponseInit, type InvocationContext } from "@azure/functions";
import { type Caller, type Role } from "../access/caller";
import { readCredentials } from "../access/identifyCaller";
import { CodedError } from "../model/errors";
import { type Admission } from "../rateLimit/callLimit";
import { type CallBucket } from "../rateLimit/ports";
import { type Reply, answerAnyone } from "./answerAnyone";
import { type AnswerPorts, type HttpPorts } from "./ports";
import { RequestProblem } from "./problems";
import { requireRole } from "./requireAccess";

interface Guarded<D extends AnswerPorts> {
  /** The role that a caller must have. */
  readonly role: Role;
  /** The limit of the connection that the call counts against. */
  readonly bucket?: CallBucket;
  readonly services: (context: InvocationContext) => D;
}

/**
 * Runs an HTTP handler for a caller who is known and allowed. Others are answered 401 or 403, and too many calls 429.
 * Never throws.
 */
export function answer<D extends AnswerPorts>(
  request: HttpRequest,
  context: InvocationContext,
  { role, bucket = "calls", services }: Guarded<D>,
  handle: (caller: Caller, deps: D) => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  return answerAnyone(request, context, services, async (reply, open) => {
    const deps = open();
    const caller = await establishCaller(request, deps, reply);
    requireRole(caller, role);
    const limited = await limitCalls(caller.connection, bucket, deps);
    reply.addHeaders(limited.headers);
    if (limited.refusal) throw limited.refusal;
    return handle(caller, deps);
  });
}

const KEYS_RETRY_SECONDS = 5;

/**
 * Says who calls. Throws 401 for nobody known and 503 when signing keys are out of reach; the reason is only logged.
 */
async function establishCaller(
  request: HttpRequest,
  deps: Pick<HttpPorts, "identifyCaller">,
  { note, addHeaders }: Reply,
): Promise<Caller> {
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
  // RFC 9110 asks for a challenge. What was wrong with a token stays in the log.
  addHeaders({ "www-authenticate": "Bearer" });
  throw new RequestProblem(
    401,
    "Unauthorized",
    "Send a valid API key (x-api-key) or access token (Authorization: Bearer).",
  );
}

/** The headers that the limit adds to any answer, and the answer to a call that it refuses. */
interface Limited {
  readonly headers: Readonly<Record<string, string>>;
  /** Absent when the call is admitted. */
  readonly refusal?: Error;
}

/**
 * Counts a call of a connection, before anything else is done for it. The headers are those of
 * draft-ietf-httpapi-ratelimit-headers-10; they lack what remains while storage does not answer.
 */
export async function limitCalls(
  connection: string,
  bucket: CallBucket,
  { callLimit }: Pick<HttpPorts, "callLimit">,
): Promise<Limited> {
  const limit = callLimit.limits[bucket];
  const windowSeconds = callLimit.windowMs / 1_000;
  const policy = { "ratelimit-policy": `"${bucket}";q=${limit};w=${windowSeconds}` };
  try {
    const admission = await callLimit.admit({ connection, bucket });
    const headers = { ...policy, ratelimit: formatRateLimit(bucket, admission) };
    return admission.admitted
      ? { headers }
      : { headers, refusal: tooManyCalls(bucket, limit, windowSeconds, admission) };
  } catch (error) {
    if (error instanceof CodedError) return { headers: policy, refusal: error };
    throw error;
  }
}

function formatRateLimit(bucket: CallBucket, { remaining, retryAfterSeconds }: Admission): string {
  return `"${bucket}";r=${remaining};t=${retryAfterSeconds}`;
}

const COUNTED: Readonly<Record<CallBucket, string>> = { calls: "calls", subscribes: "new subscriptions" };

function tooManyCalls(
  bucket: CallBucket,
  limit: number,
  windowSeconds: number,
  { retryAfterSeconds }: Admission,
): RequestProblem {
  const message = `This connection has made ${limit} ${COUNTED[bucket]} in ${windowSeconds} seconds. Try again in ${retryAfterSeconds} seconds.`;
  return new RequestProblem(429, "TooManyCalls", message, { retryAfterSeconds });
}
