/** The object of a body, given as JSON or as JSON text inside a JSON string; undefined when it is neither. */
export function readWrittenBody(body: string): Readonly<Record<string, unknown>> | undefined {
  const outer = parse(body);
  const value = typeof outer === "string" ? parse(outer) : outer;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
