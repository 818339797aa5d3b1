import { QueueServiceClient } from "@azure/storage-queue";
import { connectionString, startAzurite } from "../../../dev/azurite/startAzurite";
import { createSealer } from "../../../shared/access/sealer";
import { type SlowDeliverDeps, deliverChunk, deliverSlowChunk } from "../../../shared/delivery/deliverChunk";
import { createDirectQuota } from "../../../shared/delivery/directQuota";
import { type DispatchDeps, dispatchEvent } from "../../../shared/delivery/dispatchEvent";
import { type HandOverDeps, handOverEvent } from "../../../shared/delivery/handOverEvent";
import { RETRY_SCHEDULE_SECONDS } from "../../../shared/delivery/retryPolicy";
import { type SweepDeps, sweep } from "../../../shared/delivery/sweep";
import { toInstant } from "../../../shared/model/instant";
import { NO_TRACE } from "../../../shared/model/log";
import { bindStorage } from "../../../shared/runtime/bindStorage";
import { DIRECT_QUOTA } from "../../../shared/runtime/joinServices";
import { createQueues } from "../../../shared/storage/createQueues";
import { createTables } from "../../../shared/storage/createTables";
import { parseDeliveryTask, parseDispatchTask } from "../../../shared/validation/parseTask";
import { aChange, aSubscription, anEvent } from "../../contracts/builders";
import { openLossyProxy } from "../../contracts/lossyProxy";

type Deps = HandOverDeps & DispatchDeps & SlowDeliverDeps & SweepDeps;

const BATCH = 32;

export interface CountedPath {
  /** Requests to tables and queues for one event with so many flows, after it was stored and until nothing of it is left. */
  count(instanceId: string, fanOut: number): Promise<{ readonly requests: number; readonly delivered: number }>;
  close(): Promise<void>;
}

/** A slow machine answers so many before they time out. */
const SAVED_AT_ONCE = 20;

/**
 * One host on Azurite, whose every request goes through a counter. Not counted: a receive that brings nothing, and what a sweep
 * asks whether there is an event or not.
 */
export async function openCountedPath(): Promise<CountedPath> {
  const azurite = await startAzurite();
  const [tableProxy, queueProxy] = [
    await openLossyProxy(azurite.ports.table),
    await openLossyProxy(azurite.ports.queue),
  ];
  const text = connectionString({ ...azurite.ports, table: tableProxy.port, queue: queueProxy.port });
  const settings = { kind: "connection-string", connectionString: text } as const;
  const receiver = QueueServiceClient.fromConnectionString(text);
  let empty = 0;
  // The clock stands still: a slow machine must not make the store seem slow, which costs operations of its own.
  const startedAt = Date.now();
  let aheadMs = 0;
  let delivered = 0;
  const total = (): number => tableProxy.requests() + queueProxy.requests() - empty;
  const now = (): Date => new Date(startedAt + aheadMs);
  const storage = bindStorage(createTables(settings), createQueues(settings), {
    sealing: createSealer([{ keyId: "test", key: Buffer.alloc(32, 7) }]),
    report: (error) => {
      throw error;
    },
    now,
    random: () => 0.5,
    wait: () => Promise.resolve(),
  });
  const lane: SlowDeliverDeps["slowLane"] = {
    post: () => {
      delivered += 1;
      return Promise.resolve({ status: 202, durationMs: 5 });
    },
    leaseSeconds: 15,
  };
  const deps: Deps = {
    ...storage,
    ...lane,
    slowLane: lane,
    directQuota: createDirectQuota(DIRECT_QUOTA),
    callback: { publicBaseUrl: "https://example.org/api", signingKeys: [] },
    retrySchedule: RETRY_SCHEDULE_SECONDS,
    slowAnswerMs: 5_000,
    now,
    random: () => 0.5,
    pause: () => new Promise(() => undefined),
    ...NO_TRACE,
    log: () => undefined,
  };

  /** Takes messages as the host does: by the batch, each handled and deleted. False when there was none. */
  async function handle(name: string, work: (task: unknown) => Promise<void>): Promise<boolean> {
    const queue = receiver.getQueueClient(name);
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: BATCH });
    if (receivedMessageItems.length === 0) empty += 1;
    await Promise.all(
      receivedMessageItems.map(async ({ messageText, messageId, popReceipt }) => {
        await work(JSON.parse(messageText));
        await queue.deleteMessage(messageId, popReceipt);
      }),
    );
    return receivedMessageItems.length > 0;
  }

  async function drain(): Promise<void> {
    for (let isBusy = true; isBusy;)
      isBusy = [
        await handle("events", (task) => dispatchEvent(parseDispatchTask(task), deps)),
        await handle("deliveries", (task) => deliverChunk(parseDeliveryTask(task), deps)),
        await handle("deliveries-slow", (task) => deliverSlowChunk(parseDeliveryTask(task), deps)),
      ].includes(true);
  }

  async function idleSweep(): Promise<number> {
    const before = total();
    await sweep(deps);
    return total() - before;
  }

  for (const name of ["polls", "events", "deliveries", "deliveries-slow"])
    await receiver.getQueueClient(name).createIfNotExists();
  return {
    count: async (instanceId, fanOut) => {
      const { resource } = anEvent({ instanceId });
      const subscriptions = Array.from({ length: fanOut }, () =>
        aSubscription({ key: { instanceId }, ...(resource !== undefined && { resource }) }),
      );
      for (let at = 0; at < fanOut; at += SAVED_AT_ONCE)
        await Promise.all(
          subscriptions.slice(at, at + SAVED_AT_ONCE).map((each) => storage.saveSubscription(each, [])),
        );
      await storage.touchWatch(instanceId, toInstant(now()));
      const idle = await idleSweep();
      const commit = await storage.commitChange(instanceId, aChange({ events: [anEvent({ instanceId })] }));
      const [event, marker] = commit.outcome === "committed" ? [commit.events[0], commit.markers?.[0]] : [];
      if (!event || !marker) throw new Error("the event was not stored");
      const [before, deliveredBefore] = [total(), delivered];
      await handOverEvent(event, marker, deps);
      await drain();
      let sweeps = 0;
      for (; await storage.hasPending(instanceId); sweeps += 1) {
        aheadMs += 60_000;
        await sweep(deps);
        await drain();
      }
      const requests = total() - before - sweeps * idle - (sweeps + 1); // hasPending is the test's own
      return { requests, delivered: delivered - deliveredBefore };
    },
    close: async () => {
      await Promise.all([tableProxy.close(), queueProxy.close()]);
      await azurite.stop();
    },
  };
}
