/**
 * The check of callback URLs, at subscribing and again before each POST: a subscriber must not make this service call
 * anything but a flow (docs/decisions/0014-callbacks-are-checked-twice.md). The address that a name resolves to is
 * checked in delivery/post.
 */
import { isIP } from "node:net";

const MAX_URL_LENGTH = 16_384;

/**
 * The characters of an acceptable URL. A URL parser drops or rewrites all others, so that the URL called would not be
 * the one checked.
 */
const PLAIN = /^[!-[\]-~]*$/;

/** The usual form of a web address. A URL parser also accepts `https:host`, `https:////host` and `host:`. */
const WRITTEN = /^https?:\/\/(?<host>\[[^\]/?#]*\]|[^:/?#]*)(?::(?<port>\d+))?(?=[/?#]|$)/i;

/**
 * The problem of a callback URL, as the end of a sentence; undefined when there is none. `allowedHosts` holds suffixes
 * with a leading dot, which allow https on port 443 only, and, for development, whole host names, which also allow http
 * and any port. A host must be written as it is parsed: no escapes, other digits, full-width letters or short forms of
 * addresses. The hosts of flows are in docs/power-automate.md (Callback addresses).
 */
export function checkCallbackUrl(text: string, allowedHosts: readonly string[]): string | undefined {
  if (text.length > MAX_URL_LENGTH) return `is longer than ${MAX_URL_LENGTH} characters`;
  if (!PLAIN.test(text)) return "must not contain spaces, backslashes, control characters or letters beyond ASCII";
  if (!URL.canParse(text)) return "is not an absolute URL";
  const url = new URL(text);
  if (hasUserInfo(text, url)) return "must not contain a user name or password";
  return problemOfHost(url, WRITTEN.exec(text)?.groups ?? {}, reachOf(url.hostname, allowedHosts));
}

/** True for a user name or password, even an empty one, which the parser drops but a reader sees. */
function hasUserInfo(text: string, { username, password }: URL): boolean {
  return username !== "" || password !== "" || /^[a-z]+:\/*[^/?#]*@/i.test(text);
}

/**
 * The addresses that a host may resolve to: `public` ones only, or in `development` also this machine and its network.
 */
export type Reach = "public" | "development";

function problemOfHost(
  { protocol, hostname }: URL,
  written: { readonly host?: string; readonly port?: string },
  reach: Reach | undefined,
): string | undefined {
  const isPlain = written.host?.toLowerCase() === hostname;
  if (isPlain && reach === "development") return undefined;
  if (protocol !== "https:") return "must begin with https://";
  if (isIP(hostname.replaceAll(/[[\]]/g, "")) > 0) return "must name its host, not an address";
  if (!reach)
    return "is not on a host that this service may call; its administrator can add the host to CALLBACK_ALLOWED_HOSTS";
  if (!isPlain) return "must name its host plainly";
  return ["", "443"].includes(written.port ?? "") ? undefined : "must use port 443";
}

const MAX_NAME_LENGTH = 253;

/** A label of letters, digits and inner hyphens. International names (`xn--`) do not occur below the hosts of flows. */
const LABEL = /^(?!xn--)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/**
 * The reach of a host name in lower case: `development` when `allowedHosts` has the whole name, `public` when the name
 * lies below a suffix, by whole labels. Undefined when the host may not be called.
 */
export function reachOf(hostname: string, allowedHosts: readonly string[]): Reach | undefined {
  if (allowedHosts.includes(hostname) && !hostname.startsWith(".")) return "development";
  const isName = hostname.length <= MAX_NAME_LENGTH && hostname.split(".").every((label) => LABEL.test(label));
  const isBelow = allowedHosts.some((suffix) => suffix.startsWith(".") && hostname.endsWith(suffix));
  return isName && isBelow ? "public" : undefined;
}
