import { type RowsPage, type RowsQuery } from "../model/entity";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type ReadSource } from "./readSource";
import { field } from "./reading/field";
import { isObject } from "./reading/isObject";
import { toNumber } from "./reading/toNumber";
import { toRowsLink } from "./reading/toRowsLink";

export interface RowsRequest extends RowsQuery {
  readonly instanceId: string;
  /** As its metadata name it. */
  readonly entity: string;
}

/** A page of an entity's rows. A link to the next one is only ever asked on this same path: of it, only the query counts. */
export async function listRows(
  { instanceId, entity, options, link }: RowsRequest,
  read: ReadSource,
): Promise<SourceAnswer<RowsPage>> {
  const path = ["instances", instanceId, "data", entity];
  const kept = Object.entries(options).filter(([name]) => !link || link.kept.includes(name));
  return read({
    operation: "listRows",
    instanceId,
    path,
    query: Object.fromEntries(kept),
    ...(link && { rest: link.rest }),
    toValue: (json, note) => {
      const rows = toRows(isObject(json) ? field(json, "value") : json);
      if (!rows) return undefined;
      const seen = field(json, "@odata.nextLink");
      const next = seen === undefined ? undefined : toRowsLink(seen, { path, options });
      if (next === "unusable") {
        note("@odata.nextLink", seen);
        return undefined;
      }
      const count = toNumber(field(json, "@odata.count"));
      return { rows, ...(count !== undefined && { count }), ...(next && { link: next }) };
    },
  });
}

/** Only when every one of them is a row: one that is passed over would make the next page begin at a wrong place. */
function toRows(seen: unknown): RowsPage["rows"] | undefined {
  const list: readonly unknown[] | undefined = Array.isArray(seen) ? seen : undefined;
  return list?.every(isObject) ? list.map((row) => withoutAnnotations(row)) : undefined;
}

function withoutAnnotations(row: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(row);
  if (!names.some((name) => name.includes("@odata."))) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.includes("@odata.")));
}
