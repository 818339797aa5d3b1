import { type ApiProperties, type ConnectionParameters } from "../apiProperties";
import { type ConnectorPackage } from "../rule";
import { type Part, shapeOf } from "./shapeOf";

/** What flows made with the last release would miss; empty before the first release. */
export function findBreaking({ definition, properties, released }: ConnectorPackage): readonly string[] {
  if (!released) return [];
  const [before, now] = [shapeOf(released.definition), shapeOf(definition)];
  const changed = [...before].flatMap(([at, part]) => findChanges(at, part, now.get(at)));
  const added = [...now].filter(([at, { required }]) => required && !before.has(at) && isOfOldOperation(at, before));
  const [ways, waysNow] = [signInsOf(released.properties), signInsOf(properties)];
  return [
    ...changed,
    ...added.map(([at]) => `${at} is new and required`),
    ...(ways === waysNow ? [] : [`authentication was ${ways}, is ${waysNow}`]),
  ];
}

function findChanges(at: string, before: Part, now: Part | undefined): readonly string[] {
  if (!now) return [`${at} is gone`];
  const { allowed } = now;
  const refused = allowed && (before.allowed?.filter((each) => !allowed.includes(each)) ?? ["other values"]);
  return [
    ...(before.type === now.type ? [] : [`${at} was ${before.type}, is ${now.type}`]),
    ...(now.required && !before.required ? [`${at} is required now`] : []),
    ...(refused?.length ? [`${at} no longer takes ${refused.join()}`] : []),
  ];
}

function isOfOldOperation(at: string, before: ReadonlyMap<string, Part>): boolean {
  return before.has(`operation ${at.split(" ")[1] ?? ""}`);
}

function signInsOf({ properties = {} }: ApiProperties): string {
  const sets = properties.connectionParameterSets?.values ?? [];
  const named = sets.map(({ name = "", parameters = {} }) => `${name}(${describe(parameters)})`);
  return [describe(properties.connectionParameters ?? {}), ...named].join(" ");
}

function describe(parameters: ConnectionParameters): string {
  const entries = Object.entries(parameters).map(
    ([name, { type = "", oAuthSettings }]) => `${name}:${type}:${oAuthSettings?.identityProvider ?? ""}`,
  );
  return entries.toSorted().join();
}
