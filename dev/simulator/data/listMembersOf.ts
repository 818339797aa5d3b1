import { type Instance, type World } from "../world/model";
import { findTable } from "./listTables";
import { QueryError } from "./queryError";
import { readRows } from "./readRows";

/** The customer ids of a segment by name, for `IsMemberOfSegment`; each segment is read once. */
export function listMembersOf(world: World, instance: Instance): (segment: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (segment) => {
    const members = known.get(segment) ?? readMembers(world, instance, segment);
    known.set(segment, members);
    return members;
  };
}

function readMembers(world: World, instance: Instance, segment: string): ReadonlySet<string> {
  const table = findTable(instance, segment);
  if (table?.entityType !== "segment") throw new QueryError(400, "$filter", `The segment '${segment}' was not found.`);
  return new Set(readRows(world, instance, table).map(({ CustomerId }) => String(CustomerId)));
}
