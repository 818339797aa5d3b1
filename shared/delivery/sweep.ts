/**
 * The sweep, a timer of every 15 s on one host: it takes up what hosts that died have left behind. It reads rows only:
 * an event with a due marker, a chunk past its lease or whose task was lost, dead letters that are not stored, a
 * redrive that does not go on. It queues tasks and calls no receiver.
 */
import { type Pending, type StoredChunk } from "../model/delivery";
import { type Instant, addSeconds, toInstant } from "../model/instant";
import { awaitsDeadLetters } from "./followUps";
import { RECOVERY_SECONDS } from "./lease";
import { type DeliveryPorts } from "./ports";

export type SweepRedrivesDeps = Pick<DeliveryPorts, "listDueRedrives" | "saveRedrive" | "queueRedrive" | "now">;

export type SweepDeps = SweepRedrivesDeps &
  Pick<
    DeliveryPorts,
    | "listWatchedInstances"
    | "listDuePending"
    | "listChunks"
    | "requeueChunk"
    | "storeDeadLetters"
    | "savePending"
    | "saveTick"
    | "removePending"
    | "queueDispatch"
    | "queueDelivery"
    | "now"
    | "log"
  >;

/**
 * Sweeps all watched instances and the redrives. A failure does not keep the rest from being swept; the first few
 * causes are in the message of the error, which is all that the host logs.
 */
export async function sweep(deps: SweepDeps): Promise<void> {
  const instances = await deps.listWatchedInstances();
  const swept = instances.map((instanceId) => sweepInstance(instanceId, deps));
  const others = [sweepRedrives(deps), tick(deps)].map((each) => each.then(() => []));
  const results = await Promise.allSettled([...swept, ...others]);
  const failures = results.flatMap((result): readonly unknown[] =>
    result.status === "rejected" ? [result.reason] : result.value,
  );
  if (failures.length === 0) return;
  throw new AggregateError(failures, `${failures.length} not swept: ${failures.slice(0, 3).map(String).join("; ")}`);
}

async function tick({ saveTick, log }: SweepDeps): Promise<void> {
  if (await saveTick("sweep")) log({ name: "timer.ticked", timer: "sweep" });
}

/** Sweeps an instance event by event and returns the failures. */
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

/**
 * How many chunks of one event are queued at once. One by one, the first of 10,000 would be due again before the last
 * is queued.
 */
const MAX_CONCURRENT = 16;

async function sweepChunks(pending: Pending, deps: SweepDeps): Promise<number> {
  const decision = decideSweep(await deps.listChunks(pending.event), deps.now());
  if (decision.finished) {
    await deps.removePending(pending);
    return 0;
  }
  const failures = await runBounded(decision.requeue, MAX_CONCURRENT, ({ stored, dueAt }) =>
    requeueStored(stored, dueAt, deps),
  );
  await deps.savePending({ ...pending, dueAt: decision.dueAt });
  if (failures.length > 0) throw failures[0];
  return decision.requeue.length;
}

/** Less than the 15 s between two sweeps, so that the event is looked at by the next. */
const LOOK_AGAIN_SECONDS = 10;

export type SweepDecision =
  | { readonly finished: true }
  | {
      readonly finished: false;
      readonly requeue: readonly { readonly stored: StoredChunk; readonly dueAt: Instant }[];
      /** When the sweep must look at this event again. */
      readonly dueAt: Instant;
    };

/**
 * Decides which chunks of an event to queue again: those that are due. A chunk whose task is still in a long queue is
 * due as well, so its wait doubles with each requeue (40, 80… 3,600 s): a backlog is never multiplied. A host may claim
 * such a chunk and die, so the event is looked at by every sweep: otherwise its lease could be over for long before
 * anybody sees.
 */
export function decideSweep(chunks: readonly StoredChunk[], now: Date): SweepDecision {
  if (chunks.length === 0) return { finished: true };
  const requeue = chunks
    .filter(({ chunk }) => chunk.dueAt <= toInstant(now))
    .map((stored) => ({ stored, dueAt: addSeconds(now, waitSeconds(stored.chunk.requeues)) }));
  const waiting = chunks.filter(({ chunk }) => chunk.dueAt > toInstant(now));
  const mayBeClaimed = requeue.length > 0 || waiting.some(({ chunk }) => chunk.requeues > 0);
  const looks = [
    ...waiting.map(({ chunk }) => chunk.dueAt),
    ...(mayBeClaimed ? [addSeconds(now, LOOK_AGAIN_SECONDS)] : []),
  ];
  return { finished: false, requeue, dueAt: looks.toSorted()[0] ?? toInstant(now) };
}

/** Queues a chunk again; one that stands for dead letters gets them stored instead. */
async function requeueStored(stored: StoredChunk, dueAt: Instant, deps: SweepDeps): Promise<void> {
  if (awaitsDeadLetters(stored.chunk)) return deps.storeDeadLetters(stored.chunk);
  if ((await deps.requeueChunk(stored, dueAt)) === "postponed") await deps.queueDelivery(stored.chunk, 0);
}

const MAX_WAIT_SECONDS = 3_600;

function waitSeconds(requeues: number): number {
  return Math.min(RECOVERY_SECONDS * 2 ** Math.min(requeues + 1, 16), MAX_WAIT_SECONDS);
}

/** Does the work for every item, at most `max` at once, and goes on when one fails. Returns the failures. */
export async function runBounded<T>(
  items: readonly T[],
  max: number,
  work: (item: T) => Promise<void>,
): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  // The workers share one iterator, so each item is taken once.
  const rest = items.values();
  const takeAll = async (): Promise<void> => {
    for (const item of rest) await work(item).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(max, items.length) }, takeAll));
  return failures;
}

/** Queues the hand-over of an event again, unless another host has moved its marker. */
async function dispatchAgain(pending: Pending, deps: SweepDeps): Promise<number> {
  const ours = await deps.savePending({ ...pending, dueAt: addSeconds(deps.now(), RECOVERY_SECONDS) });
  if (!ours) return 0;
  await deps.queueDispatch(pending.event);
  return 1;
}

/** Queues again the redrives whose task was lost or whose host died. */
export async function sweepRedrives(deps: SweepRedrivesDeps): Promise<void> {
  for (const redrive of await deps.listDueRedrives(deps.now())) {
    const ours = await deps.saveRedrive({ ...redrive, dueAt: addSeconds(deps.now(), RECOVERY_SECONDS) });
    if (ours) await deps.queueRedrive({ redriveId: redrive.redriveId, claim: redrive.claims + 1 }, 0);
  }
}
