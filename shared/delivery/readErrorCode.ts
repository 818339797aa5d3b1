const LONGEST = 100;

/** `error.code` of a receiver's JSON answer, undefined when there is none. Nothing else of the answer is kept. */
export function readErrorCode(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const error = property(parsed, "error");
    const code = property(error, "code");
    return typeof code === "string" && code !== "" ? code.slice(0, LONGEST) : undefined;
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
