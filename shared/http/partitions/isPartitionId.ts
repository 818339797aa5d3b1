/** True for what can be a partition's id, or a place between two of them. */
export function isPartitionId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}
