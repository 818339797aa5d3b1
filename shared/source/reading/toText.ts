/** A text of the source, trimmed; numbers are accepted as texts. Undefined when there is none or it is empty. */
export function toText(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return (typeof value === "string" && value.trim()) || undefined;
}
