import { type ReceivedCallback } from "../../flow/receivedCallback";
import { type Stage } from "./scene";

/** Waits for the first callback of a flow. Throws when none comes in time, or when it is of another trigger. */
export async function receiveOne(
  { flow }: Stage,
  name: string,
  expected: { readonly trigger: string; readonly timeoutMs: number },
): Promise<ReceivedCallback> {
  const [callback] = await flow.waitForReceived(1, { flow: name, timeoutMs: expected.timeoutMs });
  if (!callback) throw new Error(`the flow received nothing within ${expected.timeoutMs / 1_000} s`);
  const { trigger } = (callback.body ?? {}) as { readonly trigger?: unknown };
  if (trigger !== expected.trigger)
    throw new Error(`the flow received a callback of ${String(trigger)}, not ${expected.trigger}: ${callback.rawBody}`);
  return callback;
}
