/** Who a host may be: `public` only whom the whole internet reaches; `development` also this machine and its network. */
export type Reach = "public" | "development";

const LONGEST_NAME = 253;

/** Letters, digits and inner hyphens. An international name (`xn--`) has no business below the hosts of flows. */
const LABEL = /^(?!xn--)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/**
 * What `allowedHosts` says of a host name in lower case: development where it is there as a whole, public where it lies below
 * a suffix with a leading dot, by whole labels; undefined when it may not be called.
 */
export function reachOf(hostname: string, allowedHosts: readonly string[]): Reach | undefined {
  if (allowedHosts.includes(hostname) && !hostname.startsWith(".")) return "development";
  const isName = hostname.length <= LONGEST_NAME && hostname.split(".").every((label) => LABEL.test(label));
  const isBelow = allowedHosts.some((suffix) => suffix.startsWith(".") && hostname.endsWith(suffix));
  return isName && isBelow ? "public" : undefined;
}
