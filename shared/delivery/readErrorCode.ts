const LONGEST = 100;

/** Parts of an address that are shorter than this are words. */
const SHORTEST_SECRET = 8;

/**
 * `error.code` of a receiver's JSON answer, undefined when there is none. Nothing else of the answer is kept, and no code that
 * repeats part of the address that was called: it carries a signature, and codes are stored and logged.
 */
export function readErrorCode(body: string, url: string): string | undefined {
  const code = codeOf(body);
  return code === undefined || code === "" || repeats(code, url) ? undefined : code.slice(0, LONGEST);
}

function repeats(code: string, url: string): boolean {
  const decoded = new URLSearchParams(url.split("?").slice(1).join("?")).values();
  const parts = [...url.split(/[/?&=#:]/), ...decoded].filter((part) => part.length >= SHORTEST_SECRET);
  return parts.some((part) => code.includes(part) || (code.length >= SHORTEST_SECRET && part.includes(code)));
}

function codeOf(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const error = property(parsed, "error");
    const code = property(error, "code");
    return typeof code === "string" ? code : undefined;
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
