export type Settings = Readonly<Record<string, string | undefined>>;

/** A setting as the host finds it: whatever the case, with `__` and `:` the same. Empty counts as not set. */
export function findSetting(settings: Settings, name: string): string | undefined {
  const exact = settings[name];
  if (exact !== undefined && exact !== "") return exact;
  const wanted = normalise(name);
  const found = Object.entries(settings).find(([key, value]) => normalise(key) === wanted && value);
  return found?.[1];
}

function normalise(name: string): string {
  return name.replaceAll("__", ":").toLowerCase();
}
