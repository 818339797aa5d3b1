import { type Caller, type Role } from "../access/caller";
import { RequestProblem } from "./requestProblem";

/** Throws 403 unless the caller has the role. */
export function requireRole({ roles }: Pick<Caller, "roles">, role: Role): void {
  if (!roles.includes(role)) throw new RequestProblem(403, "Forbidden", "This connection is not allowed to do that.");
}
