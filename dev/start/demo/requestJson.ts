interface JsonRequest {
  readonly body?: object;
  readonly expect: number;
  /** Of the function app; the other programs ask for none. */
  readonly apiKey?: string;
}

/** Sends a request with a JSON body, if any, and returns the answer's headers. Throws what came unless the status is as expected. */
export async function requestJson(
  method: string,
  url: string,
  { body, expect, apiKey }: JsonRequest,
): Promise<Headers> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(15_000),
    headers: { ...(body && { "content-type": "application/json" }), ...(apiKey && { "x-api-key": apiKey }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.status !== expect)
    throw new Error(`${method} ${url} answered ${response.status}, not ${expect}: ${text}`);
  return response.headers;
}
