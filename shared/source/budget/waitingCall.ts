import { type SourceFailure } from "../../model/sourceAnswer";
import { type CallTurn } from "./callBudget";

export interface WaitingCall extends CallTurn {
  /** When a call of the poller becomes as urgent as a read, so that reads never keep it waiting for good. Times in ms. */
  readonly urgentAt: number;
  readonly deadline: number;
  readonly start: (refusal?: SourceFailure) => void;
}

export function isUrgent({ priority, urgentAt }: WaitingCall, now: number): boolean {
  return priority === "read" || now >= urgentAt;
}

/**
 * Whose turn it is: an urgent call before others, then the instance that was served longest ago (`turns` counts), then
 * whoever came first. So the many calls of one instance never hold up the few of another.
 */
export function nextCall(
  waiting: readonly WaitingCall[],
  turns: ReadonlyMap<string, number>,
  now: number,
): WaitingCall | undefined {
  const rank = (call: WaitingCall): number => (isUrgent(call, now) ? 0 : 1);
  const turn = (call: WaitingCall): number => turns.get(call.instanceId) ?? 0;
  return waiting.toSorted((a, b) => rank(a) - rank(b) || turn(a) - turn(b))[0];
}
