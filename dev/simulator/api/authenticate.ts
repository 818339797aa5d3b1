import { type IncomingHttpHeaders } from "node:http";
import { type Answer } from "../http/answer";
import { type Scene } from "../world/scene";

const CHALLENGE = { "www-authenticate": 'Bearer authorization_uri="https://login.microsoftonline.com/common"' };
const DENIED = "Access denied due to";

/** The refusal of a caller without valid credentials. Only the public gateway (`/v1`) asks for a subscription key, and first. */
export function authenticate(
  scene: Pick<Scene, "token" | "keys">,
  prefix: "v1" | "api",
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
): Answer | undefined {
  const key = headers["ocp-apim-subscription-key"] ?? query.get("subscription-key");
  if (prefix === "v1" && !key)
    return unauthorized(
      `${DENIED} missing subscription key. Make sure to include subscription key when making requests to an API.`,
    );
  if (prefix === "v1" && !scene.keys.includes(String(key)))
    return unauthorized(
      `${DENIED} invalid subscription key. Make sure to provide a valid key for an active subscription.`,
    );
  const [kind, token] = (headers.authorization ?? "").split(" ");
  if (kind?.toLowerCase() !== "bearer" || token !== scene.token) return { status: 401, headers: CHALLENGE };
  return undefined;
}

const unauthorized = (message: string): Answer => ({
  status: 401,
  headers: CHALLENGE,
  json: { statusCode: 401, message },
});
