import { join } from "node:path";
import { request } from "undici";
import { startChild } from "../../dev/child/startChild";
import { type Receipt } from "./startReceiver";

const LONGEST_MS = 600_000;

export interface OpenReceiver {
  readonly url: string;
  /** Resolves once so many callbacks have come, with all of them; those are then forgotten. */
  receipts(of: number): Promise<readonly Receipt[]>;
  stop(): Promise<void>;
}

/** A receiver in a process of its own: what it costs is not the app's. */
export async function openReceiver(): Promise<OpenReceiver> {
  const child = await startChild({ script: join(__dirname, "main.ts") });
  const { url } = child.ready;
  return {
    url,
    receipts: async (of) => {
      const { body } = await request(`${url}/?of=${of}`, { headersTimeout: LONGEST_MS });
      return (await body.json()) as readonly Receipt[];
    },
    stop: async () => void (await child.stop()),
  };
}
