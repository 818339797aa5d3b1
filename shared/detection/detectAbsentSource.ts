import { type DataSourceState } from "../model/subject";
import { type SuspendReason } from "../model/subscription";
import { type Finding } from "./finding";

export interface AbsenceFinding extends Finding<DataSourceState> {
  /** Nothing stands in the way of its subscriptions any more. */
  readonly resume?: true;
  /** Said again at each look while it holds: whoever acts on it may have died before. */
  readonly suspend?: SuspendReason;
}

/**
 * A data source that we knew was not in a complete list. Twice in a row it is deleted (reference/customer-insights-api.md 3.3);
 * where absence proves nothing, because the instance may not be active, `counts` is false.
 */
export function detectAbsentSource(previous: DataSourceState, counts: boolean): AbsenceFinding {
  const absences = Math.min((previous.absences ?? 0) + (counts ? 1 : 0), 2);
  const state: DataSourceState = absences === 0 ? previous : { ...previous, absences };
  if (absences < 2) return { state, events: [], unusable: [] };
  return { state: { ...state, suspended: "resource-deleted" }, events: [], unusable: [], suspend: "resource-deleted" };
}

/** It is in the list, or back in it: what it was before is compared again. `resume` when its subscriptions were suspended. */
export function welcomeBack(state: DataSourceState): { readonly state: DataSourceState; readonly resume?: true } {
  const { absences: _, suspended, ...rest } = state;
  return suspended ? { state: rest, resume: true } : { state: rest };
}
