export const CALLBACK_PREFIX = "callback.";

/** What the partitions of the indexes of subscriptions begin with, in ordinal order; no instance's does. */
export const INDEX_PREFIXES = [CALLBACK_PREFIX, "connection."];

/** The index prefix of a partition; undefined when it is an instance's. */
export function indexPrefixOf(partition: string): string | undefined {
  return INDEX_PREFIXES.find((prefix) => partition.startsWith(prefix));
}
