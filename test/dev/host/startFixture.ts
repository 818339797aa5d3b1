import { join } from "node:path";
import { type LogMessage } from "../../../dev/child/messages";
import { type Host, startHost, type StartHostOptions } from "../../../dev/host/startHost";

/** Settings without which the fixture app does not start; its queues then wait for a service that is not there. */
const SETTINGS = {
  AzureWebJobsStorage:
    "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=bm9uZQ==;QueueEndpoint=http://127.0.0.1:9/x;",
  TICK: "0 0 0 1 1 *",
  WORK_QUEUE: "work",
  FUNCTIONS_WORKER_RUNTIME: "node",
};

export interface FixtureHost extends Host {
  readonly logs: readonly LogMessage[];
  /** Resolves with the first log line that fits, also one that was already there. */
  logged(fits: (log: LogMessage) => boolean): Promise<LogMessage>;
  /** The JSON that the app's functions logged. */
  said(): Record<string, unknown>[];
}

/** Starts the fixture app, to be stopped by the caller. */
export async function startFixture(options: StartHostOptions = {}): Promise<FixtureHost> {
  const logs: LogMessage[] = [];
  const waiting = new Set<() => void>();
  const host = await startHost({
    appDirectory: join(__dirname, "fixtures", "app"),
    ...options,
    env: { ...SETTINGS, ...options.env },
    onLog: (log) => {
      logs.push(log);
      for (const look of waiting) look();
    },
  });
  const logged: FixtureHost["logged"] = (fits) =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = logs.find(fits);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { ...host, logs, logged, said: () => logs.flatMap(parseSaid) };
}

function parseSaid({ category, message }: LogMessage): Record<string, unknown>[] {
  return category === "user" && message.startsWith("{") ? [JSON.parse(message) as Record<string, unknown>] : [];
}

/** A log line of the app's functions that contains a text. */
export const says =
  (text: string) =>
  ({ category, message }: LogMessage): boolean =>
    category === "user" && message.includes(text);
