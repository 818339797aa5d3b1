/**
 * A map that keeps the most recently used entries, as the caches of this process need it. The order of a `Map` is the
 * order of insertion: an entry that is set again moves to the end, so the first entry is the one that was not used for
 * longest.
 */

/**
 * Sets an entry as the newest and forgets the oldest entries beyond `max`. The new entry is always kept, and so is
 * every entry that `isInUse` reports: while those are too many, the map is larger than `max`.
 */
export function setNewest<Key, Value>(
  map: Map<Key, Value>,
  [key, value]: readonly [Key, Value],
  { max, isInUse = () => false }: { readonly max: number; readonly isInUse?: (value: Value) => boolean },
): void {
  map.delete(key);
  map.set(key, value);
  for (const [oldKey, oldValue] of map) {
    if (map.size <= max) return;
    if (oldKey !== key && !isInUse(oldValue)) map.delete(oldKey);
  }
}
