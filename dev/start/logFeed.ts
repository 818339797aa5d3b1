/** The log of the function app for code that waits for one of its lines, as the demo does. */
import { type LogMessage } from "../child/messages";

type Line = Readonly<Record<string, unknown>>;

/** A feed of the app's log lines, in which code can wait for one. */
export interface LogFeed {
  readonly push: (log: LogMessage) => void;
  /** Resolves with the first line from now on that has this name and these fields; rejects after `timeoutMs`. */
  next(name: string, fields: Line, timeoutMs: number): Promise<Line>;
}

export function createLogFeed(): LogFeed {
  const waiting = new Set<(line: Line) => void>();
  return {
    push({ category, message }) {
      if (category !== "user" || waiting.size === 0 || !message.startsWith("{")) return;
      const line = parse(message);
      if (line) for (const look of waiting) look(line);
    },
    next: (name, fields, timeoutMs) =>
      new Promise((resolve, reject) => {
        const wanted = Object.entries({ ...fields, name });
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`the function app did not log ${name} within ${timeoutMs / 1_000} s`));
        }, timeoutMs);
        const look = (line: Line): void => {
          if (!wanted.every(([field, value]) => line[field] === value)) return;
          waiting.delete(look);
          clearTimeout(timer);
          resolve(line);
        };
        waiting.add(look);
      }),
  };
}

function parse(message: string): Line | undefined {
  try {
    return JSON.parse(message) as Line;
  } catch {
    return undefined;
  }
}
