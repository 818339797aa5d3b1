const PLAIN = /^[\w.:+-]{1,40}$/;

/**
 * What was seen in an answer, in at most 42 characters. Only single plain words are repeated (an enum value, an id, a
 * date): anything longer may be customer data and is described by its size.
 */
export function describeSeen(value: unknown): string {
  if (value === undefined || value === null) return "absent";
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === "string") return PLAIN.test(value) ? `"${value}"` : `text of ${value.length} characters`;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "object";
}
