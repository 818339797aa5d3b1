/** A boolean of the query; anything but `true` is false, as an unreadable value is to the source. */
export function readFlag(query: URLSearchParams, name: string, absent = false): boolean {
  const text = query.get(name);
  return text === null ? absent : text.toLowerCase() === "true";
}

/** A whole number of the query, at least 0; the default when it is absent or unreadable. */
export function readCount(query: URLSearchParams, name: string, absent: number): number {
  const text = query.get(name) ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : absent;
}
