import { type AdvanceDeps } from "../../../shared/delivery/deadLetters/advanceRedrive";
import { type RedriveDeps } from "../../../shared/delivery/deadLetters/redriveDeadLetters";
import { type SweepRedrivesDeps } from "../../../shared/delivery/sweep";
import { type DeadLetter } from "../../../shared/model/deadLetter";
import { type Chunk } from "../../../shared/model/delivery";
import { type LogLine } from "../../../shared/model/log";
import { type RedriveTask } from "../../../shared/model/task";
import { bindStorage } from "../../../shared/runtime/bindStorage";
import { insertDeadLetter } from "../../../shared/storage/deadLetters/deadLetters";
import { deliveryRow, fromDelivery } from "../../../shared/storage/deliveries/deliveryRows";
import { aDeadLetter } from "../../builders/aDeadLetter";
import { aKey, aSubscription } from "../../builders/aSubscription";
import { INSTANCE_ID, anEvent } from "../../builders/anEvent";
import { STORE_DEPS } from "../../contracts/builders";
import { type MemoryQueue } from "../../fakes/memoryQueue";
import { memoryStorage } from "../../fakes/memoryStorage";

export const FILTER = { instanceId: INSTANCE_ID, connection: "connection-1" };

export type RedriveWorldDeps = AdvanceDeps & RedriveDeps & SweepRedrivesDeps & ReturnType<typeof bindStorage>;

/** Dead deliveries in tables in memory, with the real storage functions of redrives. */
export interface RedriveWorld {
  now: Date;
  readonly deps: RedriveWorldDeps;
  readonly lines: LogLine[];
  readonly goneEvents: Set<string>;
  readonly goneSubscriptions: Set<string>;
  readonly redrives: MemoryQueue;
  /** Polls and dispatches that were queued again. */
  readonly requeued: readonly string[];
  readonly tables: ReturnType<typeof memoryStorage>["tables"];
  die(letter: DeadLetter): Promise<void>;
  dieAll(count: number): Promise<void>;
  /** The chunks whose deliveries were queued, in order. */
  queued(): string[];
  open(): Promise<number>;
}

export function aRedriveWorld(redrivesPerMinute = 900): RedriveWorld {
  const { tables, queues } = memoryStorage();
  const queued: Pick<Chunk, "chunkId">[] = [];
  const requeued: string[] = [];
  let ids = 0;
  const storage = bindStorage(tables, queues, { ...STORE_DEPS, now: () => world.now });
  const world: RedriveWorld = {
    now: new Date("2026-11-20T12:00:00Z"),
    lines: [],
    goneEvents: new Set(),
    goneSubscriptions: new Set(),
    redrives: queues.redrives,
    requeued,
    tables,
    deps: {
      ...storage,
      loadEvent: ({ eventId }) => Promise.resolve(world.goneEvents.has(eventId) ? undefined : anEvent({ eventId })),
      loadSubscription: (key) =>
        Promise.resolve(world.goneSubscriptions.has(key.random) ? undefined : aSubscription({ key })),
      queueDelivery: (chunk) => {
        queued.push(chunk);
        return Promise.resolve();
      },
      queuePoll: ({ instanceId }) => {
        requeued.push(`poll ${instanceId}`);
        return Promise.resolve();
      },
      queueDispatch: ({ eventId }) => {
        requeued.push(`dispatch ${eventId}`);
        return Promise.resolve();
      },
      touchWatch: () => Promise.resolve(),
      redrivesPerMinute,
      randomId: () => `redrive-${(ids += 1)}`,
      now: () => world.now,
      log: (line) => void world.lines.push(line),
    },
    die: async (letter) => {
      const { event, subscription, attempts, cause, diedAt } = letter;
      await tables.deadLetters.write(event.instanceId, [insertDeadLetter(letter)]);
      const values = fromDelivery(subscription, {
        state: "dead",
        attempt: attempts,
        chunkId: "c",
        cause,
        attemptedAt: diedAt,
      });
      await tables.deliveries.write(event.eventId, [{ kind: "upsert", row: deliveryRow(subscription), values }]);
    },
    dieAll: async (count) => {
      for (let index = 0; index < count; index += 1) await world.die(aDeadLetter({ subscription: aKey(`s${index}-`) }));
    },
    queued: () => queued.map(({ chunkId }) => chunkId),
    open: () => storage.countDeadLetters(FILTER),
  };
  return world;
}

/** The redrive tasks that were queued since the last look, whatever their delay. */
export function takeTasks({ redrives }: RedriveWorld): readonly { task: RedriveTask; delaySeconds: number }[] {
  return redrives.takeAll().map(({ text, delaySeconds }) => ({ task: JSON.parse(text) as RedriveTask, delaySeconds }));
}
