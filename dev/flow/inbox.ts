/** The callbacks that the stand-in has received, and the answers that they got. */

/** The callbacks received so far, in order. */
export interface Inbox {
  /** Adds a callback and returns a function that updates the answer it got. */
  add(callback: ReceivedCallback): (answer: Partial<GivenAnswer>) => void;
  list(flow?: string): readonly ReceivedCallback[];
  /** Resolves with the list once it holds `count`, or with what there is after `timeoutMs`. */
  waitFor(
    count: number,
    options: { readonly flow?: string; readonly timeoutMs: number },
  ): Promise<readonly ReceivedCallback[]>;
  clear(): void;
  /** Ends all waiting. */
  close(): void;
}

/** One callback that reached a flow, answered or not. */
export interface ReceivedCallback {
  /** The last segment of `/flows/{name}`, decoded. */
  readonly flow: string;
  readonly method: string;
  /** The path includes its query. */
  readonly path: string;
  /** Names in lower case; repeated ones joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; absent when it is not JSON. */
  readonly body?: unknown;
  readonly rawBody: string;
  /** The ISO time at which the whole request had arrived. */
  readonly receivedAt: string;
  readonly answer: GivenAnswer;
}

/**
 * The answer that the caller got. `status` is absent until the answer begins. The outcome is `answering` while it is
 * under way, then `answered`, `reset` (by this program) or `caller-left` (before the answer was complete).
 */
export interface GivenAnswer {
  readonly behaviour: string;
  readonly status?: number;
  readonly outcome: "answering" | "answered" | "reset" | "caller-left";
}

export function createInbox(): Inbox {
  const callbacks: (Omit<ReceivedCallback, "answer"> & { answer: GivenAnswer })[] = [];
  const waiting = new Set<(closing: boolean) => void>();
  const list = (flow?: string): readonly ReceivedCallback[] =>
    flow === undefined ? [...callbacks] : callbacks.filter((callback) => callback.flow === flow);
  return {
    list,
    add(callback) {
      const kept = { ...callback };
      callbacks.push(kept);
      for (const look of waiting) look(false);
      return (answer) => void (kept.answer = { ...kept.answer, ...answer });
    },
    waitFor: (count, { flow, timeoutMs }) =>
      new Promise((resolve) => {
        const look = (ending: boolean): void => {
          const found = list(flow);
          if (found.length < count && !ending) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => look(true), timeoutMs);
        waiting.add(look);
        look(false);
      }),
    clear: () => void callbacks.splice(0),
    close: () => [...waiting].forEach((look) => look(true)),
  };
}
