import { type Engine } from "../engine/engine";
import { type OpenReceiver } from "../receiver/receiver";

export interface Rate {
  readonly perSecond: number;
  readonly seconds: number;
  /** The number of events in ten that go to a receiver that never answers. */
  readonly hangingOfTen: number;
}

const INSTANCES = 50;

const NS_PER_MS = 1e6;

/**
 * The time in milliseconds from when each event was due to when its callback came, in an open loop: events come at
 * their times whether or not the ones before are done, so a stall is in the figures of all that came during it.
 */
export async function latency(engine: Engine, receiver: OpenReceiver, rate: Rate): Promise<readonly number[]> {
  const healthy = await subscribeAll(engine, `${receiver.url}/ok`);
  const hanging = await subscribeAll(engine, `${receiver.url.replace("127.0.0.1", "127.0.0.2")}/hang`);
  const total = rate.perSecond * rate.seconds;
  const isHanging = (index: number): boolean => index % 10 < rate.hangingOfTen;
  const of = Array.from({ length: total }, (_, index) => index).filter((index) => !isHanging(index)).length;
  const received = receiver.receipts(of);
  const dueAt = new Map<string, bigint>();
  const intervalNs = BigInt(Math.round(1e9 / rate.perSecond));
  const startedAt = process.hrtime.bigint() + 100_000_000n;
  for (let index = 0; index < total; index += 1) {
    const due = startedAt + BigInt(index) * intervalNs;
    await until(due);
    const instances = isHanging(index) ? hanging : healthy;
    const { eventId, handedOver: told } = engine.raiseEvent(instances[index % INSTANCES] ?? "");
    told.catch(() => undefined);
    dueAt.set(eventId, due);
  }
  return (await received).map(({ id, at }) => Number(BigInt(at) - (dueAt.get(id) ?? 0n)) / NS_PER_MS);
}

function subscribeAll(engine: Engine, callbackUrl: string): Promise<readonly string[]> {
  return Promise.all(Array.from({ length: INSTANCES }, () => engine.subscribe(1, () => callbackUrl)));
}

async function until(due: bigint): Promise<void> {
  for (;;) {
    const leftMs = Number(due - process.hrtime.bigint()) / NS_PER_MS;
    if (leftMs <= 0) return;
    // A timer is late by up to a millisecond: the last one is waited for turn by turn, which lets everything else go
    // on.
    await new Promise<void>((resolve) => void (leftMs > 2 ? setTimeout(resolve, leftMs - 1) : setImmediate(resolve)));
  }
}
