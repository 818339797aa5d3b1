import { type Settings } from "./findSetting";
import { type JsonObject } from "./readHostJson";

const PREFIX = "azurefunctionsjobhost:";

/** host.json with the settings `AzureFunctionsJobHost__path__to__value` put into it; their values are strings. */
export function overrideHostJson(content: JsonObject, settings: Settings): JsonObject {
  const result = structuredClone(content);
  for (const [name, value] of Object.entries(settings)) {
    const path = name.replaceAll("__", ":");
    if (value && path.toLowerCase().startsWith(PREFIX)) setAt(result, path.slice(PREFIX.length).split(":"), value);
  }
  return result;
}

function setAt(target: JsonObject, [name = "", ...rest]: readonly string[], value: string): void {
  const key = Object.keys(target).find((existing) => existing.toLowerCase() === name.toLowerCase()) ?? name;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const child = target[key];
  const inner = typeof child === "object" && child !== null ? (child as JsonObject) : {};
  target[key] = inner;
  setAt(inner, rest, value);
}
