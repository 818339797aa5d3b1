import { findSetting, type Settings } from "./findSetting";

/** Replaces each `%NAME%` by the setting of that name. Throws when there is none, naming the option. */
export function resolveNames(text: string, option: string, settings: Settings): string {
  return text.replace(/%([^%]+)%/g, (placeholder, name: string) => {
    const value = findSetting(settings, name);
    if (value === undefined) throw new Error(`${option}: '${placeholder}' does not resolve to a value.`);
    return value;
  });
}
