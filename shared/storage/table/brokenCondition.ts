import { type Action, type Conflict, type Found, type StoredRow } from "./table";

/** The first action whose condition the stored rows do not meet; undefined when all could have been done. */
export function brokenCondition(
  actions: readonly Action[],
  rows: readonly (StoredRow | undefined)[],
): Conflict | undefined {
  for (const [index, action] of actions.entries()) {
    const found = obstacle(action, rows[index]);
    if (found) return { written: false, action: index, found };
  }
  return undefined;
}

function obstacle(action: Action, stored: StoredRow | undefined): Found | undefined {
  if (action.kind === "upsert") return undefined;
  if (action.kind === "insert") return stored ? "exists" : undefined;
  if (!stored) return "missing";
  return action.version !== undefined && action.version !== stored.version ? "moved" : undefined;
}
