import { type Chunk, type Pending, type StoredChunk } from "../model/delivery";
import { type EventReference } from "../model/event";
import { type Instant, after } from "../model/instant";
import { type Log } from "../model/log";
import { type DispatchTask } from "../model/task";
import { awaitsDeadLetters } from "./deadLetters/planDeadLetters";
import { type SweepRedrivesDeps, sweepRedrives } from "./deadLetters/sweepRedrives";
import { decideSweep } from "./decideSweep";
import { RECOVERY_SECONDS } from "./recovery";
import { runBounded } from "./runBounded";

/** Chunks of one event that are queued at once: of 10,000, one by one, the first would be due again before the last is queued. */
const MOST_AT_ONCE = 16;

export interface SweepDeps extends SweepRedrivesDeps {
  readonly listWatchedInstances: () => Promise<readonly string[]>;
  readonly listDuePending: (instanceId: string, now: Date) => Promise<readonly Pending[]>;
  readonly listChunks: (event: EventReference) => Promise<readonly StoredChunk[]>;
  /** Writes by the chunk's version; "moved" when it was claimed, or swept by another host, meanwhile. */
  readonly requeueChunk: (stored: StoredChunk, dueAt: Instant) => Promise<"postponed" | "moved">;
  /** Stores the dead letters that such a chunk stands for, then ends it. */
  readonly storeDeadLetters: (awaiting: Chunk) => Promise<void>;
  readonly savePending: (pending: Pending) => Promise<Pending | undefined>;
  readonly removePending: (pending: Pending) => Promise<void>;
  readonly queueDispatch: (task: DispatchTask) => Promise<void>;
  readonly queueDelivery: (chunk: Chunk, delaySeconds: number) => Promise<void>;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Takes up what a crashed host left behind: events not handed over, chunks whose claim ran out or whose task was lost, dead
 * letters not stored, redrives not gone on with. What cannot be swept keeps nothing else from it; the first few causes are in
 * the message, which is all that the host logs.
 */
export async function sweep(deps: SweepDeps): Promise<void> {
  const instances = await deps.listWatchedInstances();
  const swept = instances.map((instanceId) => sweepInstance(instanceId, deps));
  const results = await Promise.allSettled([...swept, sweepRedrives(deps).then(() => [])]);
  const failures = results.flatMap((result): readonly unknown[] =>
    result.status === "rejected" ? [result.reason] : result.value,
  );
  if (failures.length === 0) return;
  throw new AggregateError(failures, `${failures.length} not swept: ${failures.slice(0, 3).map(String).join("; ")}`);
}

/** Gives what went wrong, event by event. */
async function sweepInstance(instanceId: string, deps: SweepDeps): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  for (const pending of await deps.listDuePending(instanceId, deps.now())) {
    await sweepEvent(pending, deps).catch((error: unknown) => failures.push(error));
  }
  return failures;
}

async function sweepEvent(pending: Pending, deps: SweepDeps): Promise<void> {
  const requeued = pending.handedOver ? await sweepChunks(pending, deps) : await dispatchAgain(pending, deps);
  if (requeued > 0) deps.log({ name: "event.swept", ...pending.event, handedOver: pending.handedOver, requeued });
}

async function dispatchAgain(pending: Pending, deps: SweepDeps): Promise<number> {
  const ours = await deps.savePending({ ...pending, dueAt: after(deps.now(), RECOVERY_SECONDS) });
  if (!ours) return 0;
  await deps.queueDispatch(pending.event);
  return 1;
}

async function sweepChunks(pending: Pending, deps: SweepDeps): Promise<number> {
  const decision = decideSweep(await deps.listChunks(pending.event), deps.now());
  if (decision.finished) {
    await deps.removePending(pending);
    return 0;
  }
  const failures = await runBounded(decision.requeue, MOST_AT_ONCE, ({ stored, dueAt }) =>
    requeue(stored, dueAt, deps),
  );
  await deps.savePending({ ...pending, dueAt: decision.dueAt });
  if (failures.length > 0) throw failures[0];
  return decision.requeue.length;
}

async function requeue(stored: StoredChunk, dueAt: Instant, deps: SweepDeps): Promise<void> {
  if (awaitsDeadLetters(stored.chunk)) return deps.storeDeadLetters(stored.chunk);
  if ((await deps.requeueChunk(stored, dueAt)) === "postponed") await deps.queueDelivery(stored.chunk, 0);
}
