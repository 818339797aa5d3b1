import { type FailedMessage, type LogMessage, type ReadyMessage } from "./messages";

export interface Served {
  readonly ready: Omit<ReadyMessage, "type">;
  stop(): Promise<void>;
}

/**
 * Runs a development program, alone in a terminal or as the child of another. It ends, after its own `stop`, on Ctrl-C
 * (alone only: a parent tells its children itself), on SIGTERM, on a `stop` message, and when its parent is gone.
 */
export async function serveParent(start: () => Promise<Served>): Promise<void> {
  try {
    const served = await start();
    endWith(served);
    tellParent({ type: "ready", ...served.ready });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (process.send)
      await new Promise((resolve) => process.send?.({ type: "failed", message } satisfies FailedMessage, resolve));
    else console.error(message);
    process.exit(1);
  }
}

/** Does nothing when there is no parent. */
export function tellParent(message: ReadyMessage | LogMessage): void {
  if (process.connected) process.send?.(message);
}

function endWith(served: Served): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void served.stop().then(
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
  if (process.send && !process.connected) end(); // the parent went away while this started
}
