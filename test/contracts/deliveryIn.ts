import { planChunks } from "../../shared/delivery/planChunks";
import {
  type AttemptRecord,
  type Chunk,
  type Claim,
  type Recorded,
  type StoredChunk,
} from "../../shared/model/delivery";
import { type CodedError } from "../../shared/model/errors";
import { type EventReference } from "../../shared/model/event";
import { type DeliveryTask } from "../../shared/model/task";
import { chunkStore } from "../../shared/storage/deliveries/chunks";
import { deliveryStore } from "../../shared/storage/deliveries/deliveries";
import { type Table } from "../../shared/storage/table/table";
import { NOW, STORE_DEPS, aKey, aReference, at } from "./builders";
import { type Store } from "./stores";

/** Leases of claims run until so long after `NOW`. */
export const LEASE_SECONDS = 45;

/** The stores of Deliveries, with a clock, and an event that no other test knows. */
export interface DeliveryInStore {
  readonly event: EventReference;
  readonly table: Table;
  readonly stored: ReturnType<typeof chunkStore> & ReturnType<typeof deliveryStore>;
  readonly reported: readonly CodedError[];
  passTime(seconds: number): void;
  /** The chunks of a page of so many subscriptions. */
  plan(count: number, page?: number): readonly Chunk[];
  keep(chunks: readonly Chunk[], page?: number): Promise<readonly Chunk[]>;
  list(): Promise<readonly StoredChunk[]>;
  task(chunkId?: string, claim?: number): DeliveryTask;
  tryClaim(task: DeliveryTask): Promise<Claim>;
  /** Undefined when it is stale or early. */
  claim(task: DeliveryTask): Promise<StoredChunk | undefined>;
  /** Claims the first chunk; throws when that fails. */
  claimed(): Promise<StoredChunk>;
  record(
    stored: StoredChunk,
    records: readonly AttemptRecord[],
    retries?: readonly Chunk[],
  ): Promise<Recorded["outcome"]>;
  /** The values of the rows of all deliveries. */
  deliveries(): Promise<unknown[]>;
}

export function deliveryIn({ tables }: Store): DeliveryInStore {
  const table = tables.deliveries;
  const event = aReference();
  const reported: CodedError[] = [];
  let now = NOW;
  const report = (error: CodedError): void => void reported.push(error);
  const deps = { ...STORE_DEPS, now: () => now, report };
  const stored = { ...chunkStore(table, deps), ...deliveryStore(table, deps) };
  const task = (chunkId = "page-00000-00", claim = 1): DeliveryTask => ({ ...event, chunkId, claim });
  const tryClaim = (of: DeliveryTask): Promise<Claim> => stored.claimChunk(of, at(LEASE_SECONDS));
  const claim = async (of: DeliveryTask): Promise<StoredChunk | undefined> => {
    const made = await tryClaim(of);
    return made.outcome === "claimed" ? made.claimed : undefined;
  };
  return {
    event,
    table,
    stored,
    reported,
    passTime: (seconds) => (now = new Date(now.getTime() + seconds * 1_000)),
    plan: (count, page = 0) => planChunks(event, page, targets(count, event), at(20)),
    keep: (chunks, page = 0) =>
      stored.storeChunks(event, { page, chunks }).then((kept) => kept.chunks.map(({ chunk }) => chunk)),
    list: () => stored.listChunks(event),
    task,
    tryClaim,
    claim,
    claimed: async () => {
      const made = await claim(task());
      if (!made) throw new Error("not claimed");
      return made;
    },
    record: (made, records, retries = []) =>
      stored.recordAttempts(made, records, retries).then(({ outcome }) => outcome),
    deliveries: async () => {
      const rows = await table.list(event.eventId, { from: "delivery:", before: "delivery;" });
      return rows.map(({ values }) => values);
    },
  };
}

/** Records of a claimed chunk whose deliveries all succeeded. */
export function recordAll({ chunk }: StoredChunk): AttemptRecord[] {
  return chunk.references.map((reference) => ({
    reference,
    attempt: reference.attemptsBefore + chunk.claims,
    endedAt: NOW,
    verdict: { outcome: "delivered" },
    answer: { status: 202, durationMs: 12 },
  }));
}

function targets(count: number, { instanceId }: EventReference) {
  return Array.from({ length: count }, () => ({ key: aKey({ instanceId }) }));
}
