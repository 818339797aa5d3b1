import { type Definition } from "../swagger";

/** What a `$ref` stands for; the value itself where it is none or leads nowhere. */
export function resolve<T extends { readonly $ref?: string }>(definition: Definition, value: T): T {
  if (value.$ref === undefined) return value;
  const [, kind, name] = /^#\/(definitions|parameters|responses)\/(.+)$/.exec(value.$ref) ?? [];
  const shelf = (definition as Readonly<Record<string, Readonly<Record<string, T>> | undefined>>)[kind ?? ""];
  return shelf?.[name ?? ""] ?? value;
}
