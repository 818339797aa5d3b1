/** The value of a JSON text; undefined when the text is not JSON, which has no undefined. A byte order mark is skipped. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch {
    return undefined;
  }
}
