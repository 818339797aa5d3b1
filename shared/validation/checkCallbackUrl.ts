import { isIP } from "node:net";

const LONGEST = 16_384;

/** A URL parser drops, rewrites or reads as a slash whatever is not of these: what is checked would not be what is called. */
const PLAIN = /^[!-[\]-~]*$/;

/** How a web address is written; the parser also takes `https:host`, `https:////host` and `host:`. */
const WRITTEN = /^https?:\/\/(?<host>\[[^\]/?#]*\]|[^:/?#]*)(?::(?<port>\d+))?(?=[/?#]|$)/i;

/**
 * What is wrong with a callback URL, undefined when nothing is. `allowedHosts` holds suffixes with a leading dot, which take
 * https on port 443 only, and whole host names without one, which also take http and any port: those are for development.
 * A host must be written as it is parsed: no escapes, other digits, full-width letters or short forms of addresses.
 * Source of the rule: reference/connector-rules.md 7.
 */
export function checkCallbackUrl(text: string, allowedHosts: readonly string[]): string | undefined {
  if (text.length > LONGEST) return `is longer than ${LONGEST} characters`;
  if (!PLAIN.test(text)) return "must not contain spaces, backslashes, control characters or letters beyond ASCII";
  if (!URL.canParse(text)) return "is not an absolute URL";
  const url = new URL(text);
  if (hasUserInfo(text, url)) return "must not contain a user name or password";
  return problemOfHost(url, WRITTEN.exec(text)?.groups ?? {}, reachOf(url.hostname, allowedHosts));
}

/** An empty one is no user to the parser, but is to a reader. */
function hasUserInfo(text: string, { username, password }: URL): boolean {
  return username !== "" || password !== "" || /^[a-z]+:\/*[^/?#]*@/i.test(text);
}

/** Who a host may be: `public` only whom the whole internet reaches; `development` also this machine and its network. */
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

/** Letters, digits and inner hyphens. An international name (`xn--`) has no business below the hosts of flows. */
const LABEL = /^(?!xn--)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/**
 * What `allowedHosts` says of a host name in lower case: development where it is there as a whole, public where it lies below
 * a suffix with a leading dot, by whole labels; undefined when it may not be called.
 */
export function reachOf(hostname: string, allowedHosts: readonly string[]): Reach | undefined {
  if (allowedHosts.includes(hostname) && !hostname.startsWith(".")) return "development";
  const isName = hostname.length <= MAX_NAME_LENGTH && hostname.split(".").every((label) => LABEL.test(label));
  const isBelow = allowedHosts.some((suffix) => suffix.startsWith(".") && hostname.endsWith(suffix));
  return isName && isBelow ? "public" : undefined;
}
