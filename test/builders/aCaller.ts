import { type Caller, ROLES } from "../../shared/access/caller";

/** A caller who may do everything, but for `changes`. */
export function aCaller(changes: Partial<Caller> = {}): Caller {
  return { connection: "c0ffee".padEnd(32, "0"), roles: ROLES, instances: "all", ...changes };
}
