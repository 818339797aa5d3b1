import { type EntraSettings, type InstanceGrant } from "../accessSettings";
import { type Caller, type Role } from "../caller";
import { grantInstances } from "../grantInstances";
import { hashConnection } from "../hashConnection";
import { type TokenClaims } from "./tokenClaims";

/** The connection is the principal: it stays the same over clients, audiences and versions of the token. */
export function toTokenCaller(
  claims: TokenClaims,
  entra: Pick<EntraSettings, "permissions">,
  grants: readonly InstanceGrant[],
): Caller {
  const { tid, oid, groups = [] } = claims;
  const names = [`tenant:${tid.toLowerCase()}`, ...groups.map((group) => `group:${group.toLowerCase()}`)];
  return {
    connection: hashConnection("entra", tid.toLowerCase(), oid.toLowerCase()),
    roles: readRoles(claims, entra),
    instances: grantInstances(names, grants),
  };
}

/**
 * For a user, what the client was consented to do (`scp`); for a client by itself, its app roles. Any user can consent to
 * a scope, so `operate` for a user takes the app role as well, which only an administrator can give.
 */
function readRoles({ scp, roles = [] }: TokenClaims, { permissions }: Pick<EntraSettings, "permissions">): Role[] {
  const allowedBy = (names: readonly string[]): Role[] => [
    ...new Set(permissions.filter(({ name }) => names.includes(name)).map(({ role }) => role)),
  ];
  const given = allowedBy(roles);
  if (scp === undefined) return given;
  return allowedBy(scp.split(" ")).filter((role) => role !== "operate" || given.includes("operate"));
}
