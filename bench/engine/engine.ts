/** The delivery engine without a host, which the measurements run on. */
import { randomBytes, randomUUID } from "node:crypto";
import { type Azurite } from "../../dev/azurite/startAzurite";
import { deliverChunk, deliverSlowChunk } from "../../shared/delivery/deliverChunk";
import { dispatchEvent } from "../../shared/delivery/dispatchEvent";
import { handOverEvent } from "../../shared/delivery/handOverEvent";
import { commitFindings } from "../../shared/detection/commit";
import { type Detected } from "../../shared/detection/rules/detect";
import { toReference } from "../../shared/model/event";
import { toInstant } from "../../shared/model/instant";
import { joinServices } from "../../shared/runtime/joinServices";
import { readConfig } from "../../shared/runtime/readConfig";
import { type Services } from "../../shared/runtime/serviceParts";
import { type Queues } from "../../shared/storage/createQueues";
import { type Tables } from "../../shared/storage/createTables";
import { parseDeliveryTask, parseDispatchTask } from "../../shared/validation/parseTask";
import { type QueueName, memoryQueues } from "./memoryQueues";

/** The app without a host: the real functions on given tables, the real POST, queues in this process or of a store. */
export interface Engine {
  /** `count` subscriptions to a new instance, whose id it gives. */
  subscribe(count: number, callbackUrl: (index: number) => string): Promise<string>;
  /** Stores an event as the poll that found it does, and hands it over. `told` ends when the poll would. */
  raiseEvent(instanceId: string): Raised;
  /** The same through queue `events`, as when the poll's host has too much to do to hand over directly. */
  raiseEventByQueue(instanceId: string): Raised;
}

interface Raised {
  readonly eventId: string;
  readonly handedOver: Promise<unknown>;
}

export interface EngineOptions {
  readonly tables: Tables;
  /** The queues, by default in this process. */
  readonly queues?: Queues;
}

const DAY_MS = 86_400_000;

const HANDLERS: Readonly<Record<QueueName, (task: unknown, deps: Services) => Promise<void>>> = {
  // Nobody polls, and nothing is redriven.
  polls: async () => undefined,
  redrives: async () => undefined,
  events: (task, deps) => dispatchEvent(parseDispatchTask(task), deps),
  deliveries: (task, deps) => deliverChunk(parseDeliveryTask(task), deps),
  slowDeliveries: (task, deps) => deliverSlowChunk(parseDeliveryTask(task), deps),
};

export function createEngine({ tables, queues }: EngineOptions): Engine {
  const config = readConfig(hostSettings({ connectionString: "UseDevelopmentStorage=true" }));
  const handle = (queue: QueueName, task: unknown): Promise<void> => HANDLERS[queue](task, deps);
  const joined = {
    ...joinServices(config, { tables, queues: queues ?? memoryQueues(handle) }, ignoreLog),
    log: ignoreLog,
  };
  const deps: Services = { ...joined, handOver: (event, marker) => handOverEvent(event, marker, joined) };
  return {
    subscribe: async (count, callbackUrl) => {
      const instanceId = randomUUID();
      // So that the sweep sees the instance, long before anybody polls it.
      await deps.touchWatch(instanceId, toInstant(new Date(Date.now() + DAY_MS)));
      for (let index = 0; index < count; index += 1) {
        const random = randomBytes(16).toString("base64url");
        const key = { instanceId, trigger: "data-source-refresh-failed", resourceHash: "any", random } as const;
        const owner = { connection: "bench", callbackUrl: callbackUrl(index) };
        await deps.saveSubscription({ key, ...owner, afterSequence: 0, createdAt: toInstant(new Date()) }, []);
      }
      return instanceId;
    },
    raiseEvent: (instanceId) => raiseEvent(instanceId, deps),
    raiseEventByQueue: (instanceId) =>
      raiseEvent(instanceId, { ...deps, handOver: (event) => deps.queueDispatch(toReference(event)) }),
  };
}

/** POSTs at once to one host: all callbacks of a measurement go to one, which no deployment's do. */
const MAX_PER_HOST = 64;

/** Settings of the app as it is measured. No instance is watched, so the source is never asked. */
export function hostSettings({ connectionString }: Pick<Azurite, "connectionString">): Record<string, string> {
  return {
    AzureWebJobsStorage: connectionString,
    FUNCTIONS_WORKER_RUNTIME: "node",
    PUBLIC_BASE_URL: "https://triggers.example.org/api",
    CI_BASE_URL: "http://127.0.0.1:9/v1",
    CI_SUBSCRIPTION_KEY: "none",
    CI_ACCESS_TOKEN: "none",
    CALLBACK_ALLOWED_HOSTS: "127.0.0.1,127.0.0.2",
    CALLBACK_MAX_PER_HOST: String(MAX_PER_HOST),
  };
}

const ignoreLog = (): void => undefined;

function raiseEvent(instanceId: string, deps: Services): Raised {
  const { found, eventId } = aFinding(instanceId, new Date());
  return { eventId, handedOver: commitFindings(instanceId, found, deps) };
}

/** The findings of a poll when a data source that it has not met since this run began has failed to refresh. */
function aFinding(instanceId: string, now: Date): { readonly found: Detected; readonly eventId: string } {
  const name = randomUUID();
  const eventId = `evt_${randomUUID().replaceAll("-", "")}`;
  const at = toInstant(now);
  const subjectId = `data-source.${name}`;
  const event = {
    eventId,
    trigger: "data-source-refresh-failed",
    instanceId,
    subjectId,
    resource: name,
    occurredAt: at,
    detectedAt: at,
    fields: { dataSourceId: name, dataSourceName: "Contacts", status: "failed", partial: false },
  } as const;
  const state = {
    kind: "data-source",
    signal: "refresh-state",
    refreshState: "failed",
    episode: 1,
    settledAt: at,
    baselineAt: at,
  } as const;
  const nothing = { removals: [], suspensions: [], resumptions: [], unusable: [] };
  return { eventId, found: { ...nothing, changes: [{ subjectId, state, events: [event] }], busy: false } };
}
