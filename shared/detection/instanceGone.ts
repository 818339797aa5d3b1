import { type Log } from "../model/log";
import { type Watch } from "../model/subject";
import { type Suspension, type SuspensionScope } from "../model/subscription";
import { type NextPoll } from "./nextPoll";

/** So many polls in a row have to find an instance gone (reference/customer-insights-api.md 3.3 "Reset"). */
const INVISIBLE_POLLS = 5;

export interface SuspendDeps {
  /** Marks the subscriptions in scope as suspended, whatever they were; may be repeated. */
  readonly suspendSubscriptions: (instanceId: string, suspension: Suspension) => Promise<void>;
  /** Lifts any suspension of the subscriptions in scope; may be repeated. */
  readonly resumeSubscriptions: (instanceId: string, scope: SuspensionScope) => Promise<void>;
  readonly log: Log;
}

/** Tells the subscriptions of an instance that it is gone; before the count is stored, so that a crash repeats it. */
export async function suspendGoneInstance(
  { instanceId }: Watch,
  { invisible }: NextPoll,
  deps: SuspendDeps,
): Promise<void> {
  if (invisible !== INVISIBLE_POLLS) return;
  await deps.suspendSubscriptions(instanceId, { reason: "instance-gone" });
  deps.log({ name: "subscriptions.suspended", instanceId, reason: "instance-gone" });
}

/** It can be read again. What is suspended for another reason is suspended again when its resource is next looked at. */
export async function resumeReturnedInstance({ instanceId, invisible = 0 }: Watch, deps: SuspendDeps): Promise<void> {
  if (invisible < INVISIBLE_POLLS) return;
  await deps.resumeSubscriptions(instanceId, {});
  deps.log({ name: "subscriptions.resumed", instanceId });
}
