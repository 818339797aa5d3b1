import { type CallbackRequest } from "../../shared/delivery/buildCallback";
import { type DeliverDeps } from "../../shared/delivery/deliverChunk";
import { type DispatchDeps } from "../../shared/delivery/dispatchEvent";
import { type HandOverDeps } from "../../shared/delivery/handOverEvent";
import { type Match } from "../../shared/delivery/ports";
import { type SweepDeps } from "../../shared/delivery/sweep";
import {
  type ReceiverAnswer,
  type AttemptRecord,
  type ChunkPage,
  type ChunkReference,
  type Pending,
  type StoredChunk,
} from "../../shared/model/delivery";
import { type StoredEvent } from "../../shared/model/event";
import { toInstant } from "../../shared/model/instant";
import { type LogLine } from "../../shared/model/log";
import { type Subscription } from "../../shared/model/subscription";
import { type DeliveryTask, type DispatchTask } from "../../shared/model/task";
import { aSubscription } from "../builders/aSubscription";
import { INSTANCE_ID, anEvent } from "../builders/anEvent";
import { recordIn } from "./recordIn";
import { worldSettings } from "./worldSettings";

export type WorldDeps = DispatchDeps & DeliverDeps & SweepDeps & HandOverDeps;

interface Queued {
  readonly task: DeliveryTask;
  readonly delaySeconds: number;
  /** Absent: in the normal one. */
  readonly lane?: "slow";
}

/** One event, its subscriptions, rows and queues in memory. `writes` names each write in the order it was done. */
export interface World {
  now: Date;
  event: StoredEvent | undefined;
  pending: Pending | undefined;
  matches: Match[];
  pageSize: number;
  readonly pages: Map<number, ChunkPage>;
  readonly chunks: Map<string, StoredChunk>;
  readonly subscriptions: Map<string, Subscription>;
  readonly records: AttemptRecord[];
  /** The deliveries whose dead letters were stored. */
  readonly letters: ChunkReference[];
  readonly posts: CallbackRequest[];
  readonly dispatches: DispatchTask[];
  readonly deliveries: Queued[];
  readonly writes: string[];
  readonly lines: LogLine[];
  /** What receivers answer; 200 unless a test says otherwise. */
  answer: (callback: CallbackRequest) => Promise<ReceiverAnswer>;
  /** What comes first: the end of all POSTs, unless a test says otherwise. */
  pause: (delayMs: number) => Promise<void>;
}

export function aWorld(changes: Partial<World> = {}): World {
  return {
    now: new Date("2026-11-20T10:00:00Z"),
    event: anEvent(),
    pending: undefined,
    matches: [],
    pageSize: 1_000,
    pages: new Map(),
    chunks: new Map(),
    subscriptions: new Map(),
    records: [],
    letters: [],
    posts: [],
    dispatches: [],
    deliveries: [],
    writes: [],
    lines: [],
    answer: () => Promise.resolve({ status: 200, durationMs: 1 }),
    pause: () => new Promise(() => undefined),
    ...changes,
  };
}

/** A subscription in the world, which its event is for. */
export function subscribed(world: World, subscription: Subscription = aSubscription()): Subscription {
  const { key, afterSequence } = subscription;
  world.subscriptions.set(key.random, subscription);
  world.matches.push({ key, afterSequence });
  return subscription;
}

/** The shells' dependencies over the world; `changes` put a fault in the place of one. */
export function depsOf(world: World, changes: Partial<WorldDeps> = {}): WorldDeps {
  return { ...worldSettings(world), ...readsOf(world), ...writesOf(world), ...changes };
}

type Reads =
  | "loadEvent"
  | "loadPending"
  | "loadSubscription"
  | "loadMatching"
  | "matchSubscriptions"
  | "listChunks"
  | "listDuePending"
  | "listWatchedInstances";

function readsOf(world: World): Pick<WorldDeps, Reads> {
  return {
    loadEvent: () => Promise.resolve(world.event),
    loadPending: () => Promise.resolve(world.pending),
    loadSubscription: ({ random }) => Promise.resolve(world.subscriptions.get(random)),
    loadMatching: () => {
      const items = world.matches
        .slice(0, world.pageSize)
        .flatMap(({ key }) => world.subscriptions.get(key.random) ?? []);
      return Promise.resolve(
        world.pageSize < world.matches.length ? { items, cursor: String(world.pageSize) } : { items },
      );
    },
    matchSubscriptions: (_, cursor = "0") => {
      const end = Number(cursor) + world.pageSize;
      const items = world.matches.slice(Number(cursor), end);
      return Promise.resolve(end < world.matches.length ? { items, cursor: String(end) } : { items });
    },
    listChunks: () => Promise.resolve([...world.chunks.values()]),
    listDuePending: (_, now) =>
      Promise.resolve(world.pending && world.pending.dueAt <= toInstant(now) ? [world.pending] : []),
    listWatchedInstances: () => Promise.resolve([INSTANCE_ID]),
  };
}

function writesOf(world: World): Omit<WorldDeps, Reads | keyof ReturnType<typeof worldSettings>> {
  const write = <T>(name: string, result: T): Promise<T> => {
    world.writes.push(name);
    return Promise.resolve(result);
  };
  const isCurrent = ({ chunk, version }: StoredChunk): boolean => world.chunks.get(chunk.chunkId)?.version === version;
  return {
    post: (callback) => {
      world.posts.push(callback);
      world.writes.push("post");
      return world.answer(callback);
    },
    storeChunks: (_, planned) => {
      const known = world.pages.get(planned.page);
      const page = known ?? planned;
      world.pages.set(planned.page, page);
      if (!known) for (const chunk of planned.chunks) world.chunks.set(chunk.chunkId, { chunk, version: "1" });
      const chunks = page.chunks.map((chunk) => ({ chunk, version: "1" }));
      const stored = { isOurs: !known, chunks, ...(page.cursor === undefined ? {} : { cursor: page.cursor }) };
      return write(known ? "found chunks" : "stored chunks", stored);
    },
    saveTick: () => Promise.resolve(false),
    savePending: (pending) => {
      if (pending.version !== world.pending?.version) return write("pending had moved", undefined);
      world.pending = { ...pending, version: `${pending.version}+` };
      return write("saved pending", world.pending);
    },
    removePending: ({ version }) => {
      if (version !== world.pending?.version) return write("pending had moved", undefined);
      world.pending = undefined;
      return write("removed pending", undefined);
    },
    claimChunk: ({ chunkId, claim }, leaseUntil) => {
      const stored = world.chunks.get(chunkId);
      if (!stored || stored.chunk.claims !== claim - 1) return write("claim was stale", { outcome: "stale" });
      const { notBefore } = stored.chunk;
      if (notBefore && notBefore > toInstant(world.now))
        return write("claim was early", { outcome: "early", chunk: stored.chunk, notBefore });
      const chunk = { ...stored.chunk, claims: claim, dueAt: leaseUntil, requeues: 0 };
      const claimed = { chunk, version: `${stored.version}c` };
      world.chunks.set(chunkId, claimed);
      return write("claimed", { outcome: "claimed", claimed });
    },
    recordAttempts: (claimed, records, followers) => {
      const recorded = recordIn(world, { claimed, records, followers });
      return write(recorded.outcome === "lost" ? "lease was lost" : "recorded", recorded);
    },
    saveHealth: (_, changes) => {
      for (const { key, health } of changes) {
        const subscription = world.subscriptions.get(key.random);
        if (subscription) world.subscriptions.set(key.random, { ...subscription, health });
      }
      return write("saved health", undefined);
    },
    storeDeadLetters: ({ chunkId, references }) => {
      world.chunks.delete(chunkId);
      world.letters.push(...references);
      return write("stored dead letters", undefined);
    },
    requeueChunk: (stored, dueAt) => {
      if (!isCurrent(stored)) return write("chunk had moved", "moved");
      const { chunk, version } = stored;
      const next = { ...chunk, dueAt, requeues: chunk.requeues + 1 };
      world.chunks.set(chunk.chunkId, { chunk: next, version: `${version}r` });
      return write("postponed", "postponed");
    },
    queueDispatch: (task) => {
      world.dispatches.push(task);
      return write("queued dispatch", undefined);
    },
    queueDelivery: ({ event, chunkId, claims, lane }, delaySeconds) => {
      const task = { ...event, chunkId, claim: claims + 1 };
      world.deliveries.push({ task, delaySeconds, ...(lane === "slow" && { lane }) });
      return write("queued delivery", undefined);
    },
  };
}
