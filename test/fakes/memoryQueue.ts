import { type Queue } from "../../shared/storage/createQueues";

export interface SentMessage {
  readonly text: string;
  readonly delaySeconds: number;
}

export interface MemoryQueue extends Queue {
  /** Takes everything that was sent, in the order of sending, whatever its delay. */
  takeAll(): readonly SentMessage[];
}

export function memoryQueue(name: string): MemoryQueue {
  let sent: SentMessage[] = [];
  return {
    name,
    send: async (text, delaySeconds) => void sent.push({ text, delaySeconds }),
    peek: async () => sent.filter(({ delaySeconds }) => delaySeconds === 0).map(({ text }) => ({ text, dequeues: 0 })),
    takeAll: () => {
      const taken = sent;
      sent = [];
      return taken;
    },
  };
}
