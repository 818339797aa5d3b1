/** A text of at most `limit` UTF-16 units. A longer text is cut between two characters and ends with "…". */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
