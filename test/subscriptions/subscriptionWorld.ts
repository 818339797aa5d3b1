import { type LogLine, NO_TRACE } from "../../shared/model/log";
import {
  type CallbackEntry,
  type FlowKey,
  type Subscription,
  type SubscriptionKey,
} from "../../shared/model/subscription";
import { type SubscribeDeps, type SubscribeRequest } from "../../shared/subscriptions/subscribe";
import { type UnsubscribeDeps } from "../../shared/subscriptions/unsubscribe";
import { INSTANCE_ID } from "../builders/anEvent";

export type WorldDeps = SubscribeDeps & UnsubscribeDeps;

interface IndexRow extends CallbackEntry {
  readonly owner: string;
}

/** The rows of subscriptions and the index of their callbacks in memory. `writes` names each write in order. */
export interface World {
  now: Date;
  ledgerEnd: number;
  readonly rows: Map<string, Subscription>;
  index: IndexRow[];
  readonly writes: string[];
  readonly lines: LogLine[];
}

export function aWorld(): World {
  return { now: new Date("2026-11-20T10:00:00Z"), ledgerEnd: 5, rows: new Map(), index: [], writes: [], lines: [] };
}

export function aRequest(changes: Partial<SubscribeRequest> = {}): SubscribeRequest {
  return {
    instanceId: INSTANCE_ID,
    trigger: "data-source-refresh-failed",
    callbackUrl: "https://prod-01.westeurope.logic.azure.com/workflows/1?sig=canary-signature",
    connection: "connection-1",
    ...changes,
  };
}

/** Subscriptions that see events to come. */
export function live(world: World): Subscription[] {
  return [...world.rows.values()].filter(({ untilSequence }) => untilSequence === undefined);
}

export function depsOf(world: World, changes: Partial<WorldDeps> = {}): WorldDeps {
  let made = 0;
  return {
    getInstance: (instanceId) => Promise.resolve({ ok: true, value: { instanceId }, unusable: [] }),
    listDataSources: () =>
      Promise.resolve({ ok: true, value: [{ dataSourceId: "crm", refreshState: "updated" }], unusable: [] }),
    listSegments: () =>
      Promise.resolve({ ok: true, value: [{ name: "Loyal", state: "active", samples: [] }], unusable: [] }),
    getMeasure: (_, name) =>
      Promise.resolve({ ok: true, value: { name, eligibility: { ok: true }, samples: [] }, unusable: [] }),
    loadLedgerEnd: () => Promise.resolve(world.ledgerEnd),
    loadSubscription: ({ random }) => Promise.resolve(world.rows.get(random)),
    listByCallback: (owner) => Promise.resolve(world.index.filter((entry) => entry.owner === nameOf(owner))),
    subscriptionsPerConnection: 1_000,
    countByConnection: (connection) =>
      Promise.resolve([...world.rows.values()].filter((each) => each.connection === connection).length),
    ...writesOf(world),
    // Falling, so that nothing that is newer sorts as newer by chance.
    randomId: () => String(1_000 - (made += 1)).padStart(22, "0"),
    now: () => world.now,
    traceparent: NO_TRACE.traceparent,
    log: (line) => {
      world.lines.push(line);
    },
    ...changes,
  };
}

type Writes =
  | "indexConnection"
  | "indexCallback"
  | "saveSubscription"
  | "endSubscription"
  | "removeSubscription"
  | "removeSubscriptions"
  | "touchWatch"
  | "queuePoll";

function writesOf(world: World): Pick<WorldDeps, Writes> {
  const write = (name: string): Promise<void> => {
    world.writes.push(name);
    return Promise.resolve();
  };
  return {
    indexConnection: () => write("indexed connection"),
    indexCallback: (subscription, order) => {
      world.index.push({ owner: nameOf(subscription), key: subscription.key, order });
      return write("indexed");
    },
    saveSubscription: (subscription, superseded) => {
      for (const { random } of superseded) end(world, random, subscription.afterSequence);
      world.rows.set(subscription.key.random, subscription);
      return write("saved");
    },
    endSubscription: ({ random }, untilSequence) => {
      if (world.rows.get(random)?.untilSequence === undefined) end(world, random, untilSequence);
      return write("ended");
    },
    removeSubscriptions: (owner, keys) => {
      const randoms = new Set(keys.map(({ random }: SubscriptionKey) => random));
      world.index = world.index.filter(({ owner: name, key }) => name !== nameOf(owner) || !randoms.has(key.random));
      for (const random of randoms) world.rows.delete(random);
      return randoms.size === 0 ? Promise.resolve() : write("removed");
    },
    removeSubscription: ({ random }) => {
      world.rows.delete(random);
      return write("removed one");
    },
    touchWatch: (instanceId, nextPollAt) => write(`touched ${instanceId} ${nextPollAt}`),
    queuePoll: ({ instanceId }) => write(`queued poll ${instanceId}`),
  };
}

function end(world: World, random: string, untilSequence: number): void {
  const row = world.rows.get(random);
  if (row) world.rows.set(random, { ...row, untilSequence });
}

function nameOf({ connection, callbackUrl }: FlowKey): string {
  return `${connection} ${callbackUrl}`;
}
