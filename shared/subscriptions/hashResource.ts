import { createHash } from "node:crypto";

/** Stands in a key for "any resource of the instance"; no hash is this short. */
export const ANY_RESOURCE = "any";

/** A resource's CI name or id as a key part: 20 hex digits, whatever characters the name has. */
export function hashResource(resource: string | undefined): string {
  return resource === undefined ? ANY_RESOURCE : createHash("sha256").update(resource).digest("hex").slice(0, 20);
}
