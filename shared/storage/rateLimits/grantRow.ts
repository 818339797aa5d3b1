import { type Version } from "../../model/subject";
import { type CallGrant } from "../../rateLimit/leaseCalls";
import { parseJson } from "../rows/parseJson";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, TEXT, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Values } from "../table/table";

export interface StoredGrants {
  readonly grants: readonly CallGrant[];
  readonly version: Version;
}

const isGrantRow = rowGuard<{ readonly grants: string }>(rowSchema({ grants: TEXT }));
const areGrants = rowGuard<readonly CallGrant[]>({ type: "array", items: rowSchema({ at: COUNT, count: COUNT }) });

export function toGrants({ values, version }: StoredRow): StoredGrants | undefined {
  if (!isGrantRow(values)) return undefined;
  const grants = parseJson(values.grants);
  return areGrants(grants) ? { grants, version } : undefined;
}

export function fromGrants(grants: readonly CallGrant[]): Values {
  return { grants: JSON.stringify(grants) };
}
