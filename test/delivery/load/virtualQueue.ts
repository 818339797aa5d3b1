import { type Queue } from "../../../shared/storage/createQueues";

/** A queue and the host's listener to it, on the clock of jest's timers: so many messages at once, oldest first. */
export function virtualQueue(name: string, slots: number, handle: (text: string) => Promise<void>): Queue {
  const ready: string[] = [];
  let running = 0;
  const pump = (): void => {
    while (running < slots) {
      const text = ready.shift();
      if (text === undefined) return;
      running += 1;
      void handle(text).finally(() => {
        running -= 1;
        pump();
      });
    }
  };
  return {
    name,
    send: (text, delaySeconds) => {
      setTimeout(() => {
        ready.push(text);
        pump();
      }, delaySeconds * 1_000);
      return Promise.resolve();
    },
    peek: () => Promise.resolve([]),
  };
}
