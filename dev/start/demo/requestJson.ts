/** Sends a request with a JSON body, if any, and returns the answer's headers. Throws what came unless the status is as expected. */
export async function requestJson(
  method: string,
  url: string,
  { body, expect }: { readonly body?: object; readonly expect: number },
): Promise<Headers> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(15_000),
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.status !== expect)
    throw new Error(`${method} ${url} answered ${response.status}, not ${expect}: ${text}`);
  return response.headers;
}
