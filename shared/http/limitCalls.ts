import { CodedError } from "../model/errors";
import { type Admission, type CallBucket, type CallLimit } from "../rateLimit/callLimit";
import { RequestProblem } from "./requestProblem";

export interface LimitDeps {
  readonly callLimit: CallLimit;
}

/** What the limit adds to an answer, and why there is no other. */
export interface Limited {
  readonly headers: Readonly<Record<string, string>>;
  /** Absent when the call is admitted. */
  readonly refusal?: Error;
}

const COUNTED: Readonly<Record<CallBucket, string>> = { calls: "calls", subscribes: "new subscriptions" };

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

function tooMany(
  bucket: CallBucket,
  limit: number,
  windowSeconds: number,
  { retryAfterSeconds }: Admission,
): RequestProblem {
  const message = `This connection has made ${limit} ${COUNTED[bucket]} in ${windowSeconds} seconds. Try again in ${retryAfterSeconds} seconds.`;
  return new RequestProblem(429, "TooManyCalls", message, { retryAfterSeconds });
}
