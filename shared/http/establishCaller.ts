import { type HttpRequest } from "@azure/functions";
import { type Caller, type Identified } from "../access/caller";
import { type Credentials, readCredentials } from "../access/readCredentials";
import { type Reply } from "./answerAnyone";
import { RequestProblem } from "./requestProblem";

const KEYS_RETRY_SECONDS = 5;

export interface AccessDeps {
  readonly identifyCaller: (credentials: Credentials) => Promise<Identified>;
}

/** Who calls; throws 401 for nobody known, 503 when that cannot be told just now. Only the log is told why. */
export async function establishCaller(
  request: HttpRequest,
  deps: AccessDeps,
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
  // RFC 9110 asks for a challenge; what was wrong with a token is not told.
  addHeaders({ "www-authenticate": "Bearer" });
  throw new RequestProblem(
    401,
    "Unauthorized",
    "Send a valid API key (x-api-key) or access token (Authorization: Bearer).",
  );
}
