import { type Action, type StoredRow } from "./table";

/**
 * True when the stored row is as the action would have left it. A removed row that is gone counts only when the removal may
 * have been ours (`maybeDone`): otherwise somebody else removed it.
 */
export function wasWritten(action: Action, stored: StoredRow | undefined, maybeDone: boolean): boolean {
  if (action.kind === "remove") return maybeDone && stored === undefined;
  if (!stored) return false;
  const wanted = Object.entries(action.values).filter(([, value]) => value !== undefined);
  const whole = action.kind === "merge" || wanted.length === Object.keys(stored.values).length;
  return whole && wanted.every(([name, value]) => stored.values[name] === value);
}
