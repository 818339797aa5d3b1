/**
 * The child's side of a development program: it reports that it is ready, and ends in order on a signal, a message
 * or the loss of its parent. Every `main.ts` of a development program calls it.
 */
import { type FailedMessage, type LogMessage, type ReadyMessage } from "./messages";

export interface Served {
  readonly ready: Omit<ReadyMessage, "type">;
  stop(): Promise<void>;
}

/**
 * Runs a development program, alone in a terminal or as the child of another. It ends, after its own `stop`, on Ctrl-C
 * (alone only: a parent sends its children a message), on SIGTERM, on a `stop` message, and when its parent is gone; at
 * once when that happens before it is ready.
 */
export async function serveParent(start: () => Promise<Served>): Promise<void> {
  const starting: { served?: Served } = {};
  endWith(starting);
  try {
    starting.served = await start();
    sendToParent({ type: "ready", ...starting.served.ready });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (process.connected)
      await new Promise((resolve) => process.send?.({ type: "failed", message } satisfies FailedMessage, resolve));
    else console.error(message);
    process.exit(1);
  }
}

/** Does nothing when there is no parent. */
export function sendToParent(message: ReadyMessage | LogMessage): void {
  if (process.connected) process.send?.(message);
}

function endWith(starting: { readonly served?: Served }): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void Promise.resolve(starting.served?.stop()).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", process.send ? () => undefined : end);
  process.on("SIGTERM", end);
  process.on("disconnect", end);
  process.on("message", end);
  // The parent may have gone while the modules were being loaded, before anybody listened.
  if (process.send && !process.connected) end();
}
