const LONGEST = 16_384;

/**
 * What is wrong with a callback URL, undefined when nothing is. `allowedHosts` holds suffixes with a leading dot, which take
 * https on port 443 only, and whole host names without one, which also take http and any port: those are for development.
 * Source of the rule: reference/connector-rules.md 7.
 */
export function checkCallbackUrl(text: string, allowedHosts: readonly string[]): string | undefined {
  if (text.length > LONGEST) return `is longer than ${LONGEST} characters`;
  if (!URL.canParse(text)) return "is not an absolute URL";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "must not contain a user name or password";
  // An empty first label is no host below a suffix, and must not be taken for the suffix that it equals.
  const host = url.hostname.replace(/^\.+/, "");
  if (allowedHosts.includes(host) && ["http:", "https:"].includes(url.protocol)) return undefined;
  if (url.protocol !== "https:") return "must begin with https://";
  if (url.port !== "") return "must use port 443";
  const isAllowed = allowedHosts.some((suffix) => suffix.startsWith(".") && host.endsWith(suffix));
  return isAllowed ? undefined : "is not on a host that this service may call; its administrator can allow the host";
}
