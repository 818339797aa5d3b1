/** Origin and path prefix (no slash at its end) of the source. Throws a TypeError that names `baseUrl`. */
export function parseBaseUrl(baseUrl: string): { origin: string; prefix: string } {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new TypeError("baseUrl must be an absolute http or https address");
  if (url.username || url.password || url.search || url.hash) {
    throw new TypeError("baseUrl must have no user name, password, query or fragment");
  }
  return { origin: url.origin, prefix: url.pathname.replace(/(?<!\/)\/+$/, "") };
}
