import { Worker } from "node:worker_threads";

const STUCK_MS = 15_000;

/** In a thread of its own: what never ends would hold up every timer of this one. */
const PROGRAM = `
const { workerData } = require("node:worker_threads");
const { writeSync } = require("node:fs");
const current = new Int32Array(workerData.shared);
let [last, since] = [-1, Date.now()];
setInterval(() => {
  if (current[0] !== last) return void ([last, since] = [current[0], Date.now()]);
  if (Date.now() - since < workerData.stuckMs) return;
  writeSync(1, "Case " + last + " never ends.\\n\\nAgain: npm run fuzz -- --cases 1 --seed " + last + "\\n");
  process.kill(process.pid, "SIGKILL");
}, 500).unref();
setInterval(() => undefined, 60_000);
`;

export interface Watchdog {
  readonly onCase: (seed: number) => void;
  readonly stop: () => Promise<unknown>;
}

/** Ends the process, saying which case it was, when one runs for longer than any may. */
export function startWatchdog(stuckMs = STUCK_MS): Watchdog {
  const shared = new SharedArrayBuffer(4);
  const current = new Int32Array(shared);
  const worker = new Worker(PROGRAM, { eval: true, workerData: { shared, stuckMs } });
  return { onCase: (seed) => void Atomics.store(current, 0, seed), stop: () => worker.terminate() };
}
