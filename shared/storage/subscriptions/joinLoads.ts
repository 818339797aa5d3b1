/** Makes one load of those that are asked for in the same turn of the event loop; each asker gets the whole answer. */
export function joinLoads<Key, Loaded>(load: (keys: readonly Key[]) => Promise<Loaded>): (key: Key) => Promise<Loaded> {
  let open: { readonly keys: Key[]; readonly loaded: Promise<Loaded> } | undefined;
  const begin = (): { readonly keys: Key[]; readonly loaded: Promise<Loaded> } => {
    const keys: Key[] = [];
    const loaded = Promise.resolve().then(() => {
      open = undefined;
      return load(keys);
    });
    return { keys, loaded };
  };
  return (key) => {
    open ??= begin();
    open.keys.push(key);
    return open.loaded;
  };
}
