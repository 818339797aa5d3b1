/**
 * Loads what never changes at most once while it is among the last `most`. What is not there, or could not be loaded, is
 * asked for again.
 */
export function rememberLoads<Key, Value>(
  most: number,
  toName: (key: Key) => string,
  load: (key: Key) => Promise<Value | undefined>,
): (key: Key) => Promise<Value | undefined> {
  const known = new Map<string, Promise<Value | undefined>>();
  return async (key) => {
    const name = toName(key);
    const loading = known.get(name) ?? load(key);
    known.delete(name); // and back, as the newest
    known.set(name, loading);
    for (const oldest of [...known.keys()].slice(0, -most)) known.delete(oldest);
    let value: Value | undefined;
    try {
      value = await loading;
    } finally {
      if (value === undefined && known.get(name) === loading) known.delete(name);
    }
    return value;
  };
}
