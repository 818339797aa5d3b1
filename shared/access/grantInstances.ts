import { type InstanceGrant } from "./accessSettings";
import { type Caller } from "./caller";

/** All instances while no grant is set; once there is one, what is granted to any of the caller's names together. */
export function grantInstances(names: readonly string[], grants: readonly InstanceGrant[]): Caller["instances"] {
  if (grants.length === 0) return "all";
  const own = grants.filter(({ to }) => names.includes(to)).map(({ instances }) => instances);
  if (own.includes("all")) return "all";
  return [...new Set(own.flat())];
}
