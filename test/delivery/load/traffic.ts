import { createSealer } from "../../../shared/access/sealer";
import { type SlowDeliverDeps, deliverChunk, deliverSlowChunk } from "../../../shared/delivery/deliverChunk";
import { type DispatchDeps, dispatchEvent } from "../../../shared/delivery/dispatchEvent";
import { createBulkhead, createCappedPost } from "../../../shared/delivery/post/bulkhead";
import { RETRY_SCHEDULE_SECONDS } from "../../../shared/delivery/retryPolicy";
import { type StoredEvent, toReference } from "../../../shared/model/event";
import { NO_TRACE } from "../../../shared/model/log";
import { bindStorage } from "../../../shared/runtime/bindStorage";
import { MAX_CONCURRENT_TASKS } from "../../../shared/runtime/deliverySettings";
import { type Table } from "../../../shared/storage/table/table";
import { parseDeliveryTask, parseDispatchTask } from "../../../shared/validation/parseTask";
import { aChange, aSubscription, anEvent } from "../../contracts/builders";
import { eventsOf } from "../../contracts/stateIn";
import { memoryStorage, wrapTables } from "../../fakes/memoryStorage";
import { virtualQueue } from "./virtualQueue";

const INSTANCES = Array.from(
  { length: 20 },
  (_, index) => `6b1f0c1e-52a1-4c0e-9a55-${String(index).padStart(12, "0")}`,
);
const SOURCES = 10;
const EVENTS_PER_INSTANCE = 100;
const EVENT_EVERY_MS = 10;
const STORAGE_MS = 2;
const ANSWER_MS = 20;
const DEADLINES_MS = { normal: 10_000, slow: 30_000 };

export interface Traffic {
  /** From the event's hand-over to the answer, of each delivery to a flow that is well, in ms. */
  readonly latenciesMs: readonly number[];
  /** Answers of flows that are well; the same event twice would be twice in it. */
  readonly answered: readonly string[];
}

export const HEALTHY_EVENTS = INSTANCES.length * EVENTS_PER_INSTANCE * (1 - 1 / SOURCES);

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function slowly(table: Table): Table {
  return {
    name: table.name,
    get: (...asked) => rest(STORAGE_MS).then(() => table.get(...asked)),
    list: (...asked) => rest(STORAGE_MS).then(() => table.list(...asked)),
    nextPartition: (...asked) => rest(STORAGE_MS).then(() => table.nextPartition(...asked)),
    write: (...asked) => rest(STORAGE_MS).then(() => table.write(...asked)),
  };
}

/**
 * 100 events a second for 20 s to flows that answer in 20 ms, but for every tenth: its receiver is at one host and hangs where
 * `hangs` says so. The real handlers, one process, storage in memory that takes its time; on the clock of jest's timers.
 */
export async function runTraffic({ hangs, mostPerHost }: { hangs: boolean; mostPerHost: number }): Promise<Traffic> {
  const begun = new Map<string, number>();
  const [latenciesMs, answered]: [number[], string[]] = [[], []];
  const post: Parameters<typeof createCappedPost>[0] = async ({ url, headers }, deadlineMs) => {
    const isNeighbour = new URL(url).hostname === "neighbour.example";
    if (isNeighbour && hangs) {
      await rest(deadlineMs);
      return { error: "timed-out", durationMs: deadlineMs };
    }
    await rest(ANSWER_MS);
    const eventId = headers["webhook-id"] ?? "";
    if (!isNeighbour) {
      answered.push(eventId);
      latenciesMs.push(Date.now() - (begun.get(eventId) ?? Number.NaN));
    }
    return { status: 202, durationMs: ANSWER_MS };
  };
  const cap = (deadlineMs: number): SlowDeliverDeps["slowLane"] => ({
    post: createCappedPost(post, createBulkhead(mostPerHost), deadlineMs),
    leaseSeconds: deadlineMs / 1_000 + 5,
  });

  const { tables: quick } = memoryStorage();
  const queues = {
    polls: virtualQueue("polls", 0, () => Promise.resolve()),
    events: virtualQueue("events", MAX_CONCURRENT_TASKS, (text) =>
      dispatchEvent(parseDispatchTask(JSON.parse(text)), deps),
    ),
    deliveries: virtualQueue("deliveries", MAX_CONCURRENT_TASKS, (text) =>
      deliverChunk(parseDeliveryTask(JSON.parse(text)), deps),
    ),
    slowDeliveries: virtualQueue("deliveries-slow", MAX_CONCURRENT_TASKS, (text) =>
      deliverSlowChunk(parseDeliveryTask(JSON.parse(text)), deps),
    ),
    redrives: virtualQueue("redrives", 0, () => Promise.resolve()),
  };
  const storageDeps = {
    sealing: createSealer([{ keyId: "test", key: Buffer.alloc(32, 7) }]),
    report: (error: Error): never => {
      throw error;
    },
    now: () => new Date(),
    random: () => 0.5,
    wait: () => Promise.resolve(),
  };
  const setUp = bindStorage(quick, queues, storageDeps);
  const slow = wrapTables(quick, slowly);
  const deps: DispatchDeps & SlowDeliverDeps = {
    ...bindStorage(slow, queues, storageDeps),
    ...cap(DEADLINES_MS.normal),
    slowLane: cap(DEADLINES_MS.slow),
    slowAnswerMs: DEADLINES_MS.normal / 2,
    retrySchedule: RETRY_SCHEDULE_SECONDS,
    callback: { publicBaseUrl: "https://triggers.example/api", signingKeys: [] },
    now: () => new Date(),
    random: () => 0.5,
    pause: rest,
    ...NO_TRACE,
    log: () => undefined,
  };

  const events: StoredEvent[][] = [];
  for (const instanceId of INSTANCES) {
    for (let source = 0; source < SOURCES; source += 1) {
      const host = source === 0 ? "neighbour.example" : `flow-${instanceId.slice(-3)}-${source}.example`;
      const callbackUrl = `https://${host}/run/${instanceId}`;
      await setUp.saveSubscription(aSubscription({ key: { instanceId }, resource: String(source), callbackUrl }), []);
    }
    const detected = Array.from({ length: EVENTS_PER_INSTANCE }, (_, index) =>
      anEvent({ instanceId, resource: String(index % SOURCES) }),
    );
    const stored: StoredEvent[] = [];
    for (const [index, event] of detected.entries())
      stored.push(
        ...eventsOf(await setUp.commitChange(instanceId, aChange({ subjectId: String(index), events: [event] }))),
      );
    events.push(stored);
  }
  for (let index = 0; index < EVENTS_PER_INSTANCE; index += 1) {
    for (const stored of events) {
      const event = stored[index];
      if (!event) throw new Error("an event was not stored");
      begun.set(event.eventId, Date.now());
      await setUp.queueDispatch(toReference(event));
      await jest.advanceTimersByTimeAsync(EVENT_EVERY_MS);
    }
  }
  await jest.advanceTimersByTimeAsync(60_000);
  return { latenciesMs, answered };
}
