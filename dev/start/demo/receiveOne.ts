import { type ReceivedCallback } from "../../flow/receivedCallback";
import { type Stage } from "./scene";

// The app writes down a delivery just after the flow has answered.
const LOG_GRACE_MS = 5_000;

/**
 * Waits for the first callback of a flow and until the app has noted that it is delivered. Throws when none comes in
 * time, or when it is of another trigger.
 */
export async function receiveOne(
  { flow, logs }: Stage,
  name: string,
  { trigger, timeoutMs }: { readonly trigger: string; readonly timeoutMs: number },
): Promise<ReceivedCallback> {
  const delivered = logs.next("delivery.attempted", { outcome: "delivered" }, timeoutMs + LOG_GRACE_MS);
  const received = flow.waitForReceived(1, { flow: name, timeoutMs }).then(([callback]) => {
    if (callback) return callback;
    throw new Error(`the flow received nothing within ${timeoutMs / 1_000} s`);
  });
  const [callback] = await Promise.all([received, delivered]);
  const body = (callback.body ?? {}) as { readonly trigger?: unknown };
  if (body.trigger === trigger) return callback;
  throw new Error(`the flow received a callback of ${String(body.trigger)}, not ${trigger}: ${callback.rawBody}`);
}
