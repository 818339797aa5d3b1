import { type Rule } from "../rule";
import { type Definition, type Schema } from "../swagger";

/** Rules of `$ref`, looked at in the definition as it is written. */
export const REFERENCE_RULES: readonly Rule[] = [
  {
    id: "R47",
    severity: "gate",
    says: "$ref stands alone, leads somewhere, and no loop of references is required",
    find: ({ definition }) => [...findBroken(definition, definition, "#"), ...findLoops(definition)],
  },
];

function findBroken(definition: Definition, value: unknown, at: string): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const { $ref } = value as { readonly $ref?: unknown };
  const nested = Object.entries(value).flatMap(([name, each]) => findBroken(definition, each, `${at}/${name}`));
  if (typeof $ref !== "string") return nested;
  const [, kind = "", name = ""] = /^#\/(definitions|parameters|responses)\/(.+)$/.exec($ref) ?? [];
  const shelf = (definition as Readonly<Record<string, object | undefined>>)[kind] ?? {};
  const isGood = Object.keys(value).length === 1 && Object.hasOwn(shelf, name);
  return isGood ? nested : [`${at}: ${$ref}`, ...nested];
}

function findLoops({ definitions = {} }: Definition): readonly string[] {
  return Object.keys(definitions).filter((name) => reaches(definitions, name, name, new Set()));
}

/** Whether what `from` requires leads back to `goal`. */
function reaches(
  definitions: Readonly<Record<string, Schema>>,
  from: string,
  goal: string,
  seen: Set<string>,
): boolean {
  const { properties = {}, required = [] } = definitions[from] ?? {};
  const next = required.flatMap((name) => /^#\/definitions\/(.+)$/.exec(properties[name]?.$ref ?? "")?.[1] ?? []);
  return next.some((name) => {
    if (name === goal) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return reaches(definitions, name, goal, seen);
  });
}
