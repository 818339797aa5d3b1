import { createSealer } from "../../../shared/access/sealer";
import { type StoredEvent, toReference } from "../../../shared/model/event";
import { toInstant } from "../../../shared/model/instant";
import { bindStorage } from "../../../shared/runtime/bindStorage";
import { createQueues } from "../../../shared/storage/createQueues";
import { createTables } from "../../../shared/storage/createTables";
import { type Table } from "../../../shared/storage/table/table";
import { INSTANCE_ID } from "../../builders/anEvent";
import { aChange, aKey, aSubscription, anEvent } from "../../contracts/builders";
import { eventsOf } from "../../contracts/stateIn";

const KEY = { keyId: "tests", key: Buffer.alloc(32, 7) };
/** The app under test has to open what is sealed here. */
export const COMPANY_SETTINGS = { ENCRYPTION_KEYS: `${KEY.keyId}:${KEY.key.toString("base64")}` };
/** Nobody polls: the events are there already. */
const NEVER = toInstant(new Date("2100-01-01T00:00:00Z"));
const AT_ONCE = 25;

/** An instance in the store of the app under test, written to by the app's own storage functions. */
export interface StoredCompany {
  readonly storage: ReturnType<typeof bindStorage>;
  readonly deliveries: Table;
  /** So many subscriptions to what `storeEvent` stores, and the flows' names: the random parts of the subscriptions. */
  subscribe(count: number, toUrl: (flow: string) => string, resource?: string): Promise<readonly string[]>;
  /** Stores, at once, an event of each resource, at most 30: it is for every subscription so far to it, or to any. */
  storeEvents(resources: readonly string[]): Promise<readonly StoredEvent[]>;
  handOver(event: StoredEvent): Promise<void>;
}

export async function openCompany(connectionString: string): Promise<StoredCompany> {
  const settings = { kind: "connection-string", connectionString } as const;
  const tables = createTables(settings);
  const storage = bindStorage(tables, createQueues(settings), {
    sealing: createSealer([KEY]),
    report: (error) => {
      throw error;
    },
    now: () => new Date(),
    random: Math.random,
    wait: () => Promise.resolve(),
  });
  await storage.touchWatch(INSTANCE_ID, NEVER);
  let changes = 0;
  return {
    storage,
    deliveries: tables.deliveries,
    subscribe: async (count, toUrl, resource) => {
      const subscriptions = Array.from({ length: count }, () => {
        const key = aKey({ instanceId: INSTANCE_ID, ...(resource !== undefined && { resource }) });
        return aSubscription({ key, callbackUrl: toUrl(key.random), connection: "tests" });
      });
      for (let start = 0; start < count; start += AT_ONCE)
        await Promise.all(
          subscriptions.slice(start, start + AT_ONCE).map((each) => storage.saveSubscription(each, [])),
        );
      return subscriptions.map(({ key }) => key.random);
    },
    storeEvents: async (resources) => {
      const detectedAt = toInstant(new Date());
      const events = resources.map((resource) =>
        anEvent({ instanceId: INSTANCE_ID, resource, occurredAt: detectedAt, detectedAt }),
      );
      const change = aChange({ subjectId: `data-source.load-${(changes += 1)}`, events });
      return eventsOf(await storage.commitChange(INSTANCE_ID, change));
    },
    handOver: (event) => storage.queueDispatch(toReference(event)),
  };
}
