/**
 * True for an address that `allowedHosts` names: suffixes with a leading dot take https on port 443 only; whole host names also
 * http and any port, which is for development.
 */
export function isAllowedAddress(
  { protocol, hostname, port, username, password }: URL,
  allowedHosts: readonly string[],
): boolean {
  if (username !== "" || password !== "") return false;
  if (allowedHosts.includes(hostname) && (protocol === "http:" || protocol === "https:")) return true;
  if (protocol !== "https:" || port !== "") return false;
  return allowedHosts.some(
    (suffix) => suffix.startsWith(".") && hostname.length > suffix.length && hostname.endsWith(suffix),
  );
}
