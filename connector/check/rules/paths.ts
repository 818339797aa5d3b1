/** The rules about paths and families of operations: R31 to R34. */
import { type PlacedOperation, operationsOf } from "../definition/operations";
import { type Definition } from "../definition/swagger";
import { type Rule, unless } from "./rule";

export const PATH_RULES: readonly Rule[] = [
  {
    id: "R31",
    severity: "gate",
    says: "GET has no body; at most one parameter is a body",
    find: ({ definition }) =>
      operationsOf(definition).flatMap(({ method, parameters, name }) => {
        const bodies = parameters.filter((each) => each.in === "body").length;
        return unless(bodies <= (method === "get" ? 0 : 1), `${name}: ${bodies} bodies`);
      }),
  },
  {
    id: "R32",
    severity: "gate",
    says: "A path starts with /, is there once, and its variables are its path parameters",
    find: ({ definition }) => [...findOddPaths(definition), ...operationsOf(definition).flatMap(findOddVariables)],
  },
  {
    id: "R33",
    severity: "guidance",
    says: "No variable stands where another path has a fixed segment",
    find: ({ definition }) => findOverlaps(Object.keys(definition.paths ?? {})),
  },
  {
    id: "R34",
    severity: "gate",
    says: "A family has different revisions, at most two active and one of production; ids have the suffix from 2 on",
    find: ({ definition }) => findFamilyFlaws(operationsOf(definition)),
  },
];

function findOddPaths({ paths = {} }: Definition): readonly string[] {
  const known = new Set<string>();
  return Object.keys(paths).filter((path) => {
    const lower = path.toLowerCase();
    const isOdd = !path.startsWith("/") || /[?#*]/.test(path) || known.has(lower);
    known.add(lower);
    return isOdd;
  });
}

function findOddVariables({ path, parameters, name }: PlacedOperation): readonly string[] {
  const variables = [...path.matchAll(/\{([^}]+)\}/g)].map(([, variable]) => variable ?? "").toSorted();
  const declared = parameters
    .filter((each) => each.in === "path")
    .map((each) => each.name ?? "")
    .toSorted();
  return unless(variables.join() === declared.join(), `${name}: ${variables.join()} but ${declared.join()}`);
}

function findOverlaps(paths: readonly string[]): readonly string[] {
  return paths.flatMap((one, index) =>
    paths
      .slice(index + 1)
      .filter((other) => overlap(one, other))
      .map((other) => `${one} and ${other}`),
  );
}

function overlap(one: string, other: string): boolean {
  const [ours, theirs] = [one.split("/"), other.split("/")];
  if (ours.length !== theirs.length) return false;
  return ours.every(
    (segment, index) => segment === theirs[index] || isVariable(segment) || isVariable(theirs[index] ?? ""),
  );
}

function isVariable(segment: string): boolean {
  return segment.startsWith("{");
}

function findFamilyFlaws(operations: readonly PlacedOperation[]): readonly string[] {
  return [...groups(operations)].flatMap(([family, members]) => (family === "" ? [] : findFlawsOf(family, members)));
}

function groups(operations: readonly PlacedOperation[]): Map<string, PlacedOperation[]> {
  const found = new Map<string, PlacedOperation[]>();
  for (const each of operations) found.set(familyOf(each), [...(found.get(familyOf(each)) ?? []), each]);
  return found;
}

function familyOf({ operation }: PlacedOperation): string {
  return operation["x-ms-api-annotation"]?.family ?? "";
}

function findFlawsOf(family: string, members: readonly PlacedOperation[]): readonly string[] {
  const annotations = members.map(({ operation }) => operation["x-ms-api-annotation"] ?? {});
  const revisions = annotations.map(({ revision = 1 }) => revision);
  const active = members.filter(({ operation }) => operation.deprecated !== true).length;
  const suffixed = members.filter(({ operation }, index) => {
    const [, suffix = "1"] = /_V(\d+)$/.exec(operation.operationId ?? "") ?? [];
    return Number(suffix) === revisions[index];
  });
  return [
    ...unless(new Set(revisions).size === revisions.length, `${family}: revisions ${revisions.join()}`),
    ...unless(active <= 2, `${family}: ${active} active`),
    ...unless(annotations.filter(({ status }) => status === "Production").length <= 1, `${family}: two of production`),
    ...unless(suffixed.length === members.length, `${family}: suffix and revision differ`),
  ];
}
