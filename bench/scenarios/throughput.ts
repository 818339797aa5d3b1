import { type Engine } from "../engine/engine";
import { type OpenReceiver, type Receipt } from "../receiver/receiver";
import { atOnce } from "./runs";

export interface Load {
  readonly instances: number;
  readonly eventsEach: number;
  /** Subscriptions of each instance: all of them want each of its events. */
  readonly fanOut: number;
}

/** Polls at once, each of an instance of its own, as host.json lets a host work on 64 tasks of a queue. */
const POLLS_AT_ONCE = 64;

/**
 * Callbacks received per second, from the first event stored to the last callback received. Checks that each came once.
 */
export async function throughput(engine: Engine, receiver: OpenReceiver, load: Load): Promise<number> {
  const { instances, eventsEach, fanOut } = load;
  const ids = await Promise.all(
    Array.from({ length: instances }, (_, instance) =>
      engine.subscribe(fanOut, (index) => `${receiver.url}/${instance}/${index}`),
    ),
  );
  const of = instances * eventsEach * fanOut;
  const received = receiver.receipts(of);
  const startedAt = process.hrtime.bigint();
  const polls = ids.map((id) => async () => {
    for (let index = 0; index < eventsEach; index += 1) await engine.raiseEvent(id).handedOver;
  });
  await Promise.all([atOnce(POLLS_AT_ONCE, polls), received]);
  const receipts = await received;
  const once = new Set(receipts.map(({ id, path }) => id + path));
  if (once.size !== of || receipts.length !== of)
    throw new Error(`${of} callbacks wanted, ${receipts.length} came, ${once.size} different`);
  return of / (Number(lastArrival(receipts) - startedAt) / 1e9);
}

/** The time of the last arrival, in nanoseconds of the machine's steady clock. */
export function lastArrival(receipts: readonly Receipt[]): bigint {
  return receipts.reduce((last, { at }) => (BigInt(at) > last ? BigInt(at) : last), 0n);
}
