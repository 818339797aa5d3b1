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
import { claimChunk, listChunks, recordAttempts, storeChunks } from "../../shared/storage/deliveries/deliveries";
import { type Table } from "../../shared/storage/table/table";
import { NOW, aKey, aReference, at } from "./builders";
import { type Store } from "./stores";

/** Leases of claims run until so long after `NOW`. */
export const LEASE_SECONDS = 45;

/** The storage functions of Deliveries, bound to a store, to an event that no other test knows, and to a clock. */
export interface DeliveryInStore {
  readonly event: EventReference;
  readonly table: Table;
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
  const report = (error: CodedError): void => void reported.push(error);
  let now = NOW;
  const task = (chunkId = "page-00000-00", claim = 1): DeliveryTask => ({ ...event, chunkId, claim });
  const tryClaim = (of: DeliveryTask): Promise<Claim> => claimChunk(table, () => now)(of, at(LEASE_SECONDS));
  const claim = async (of: DeliveryTask): Promise<StoredChunk | undefined> => {
    const made = await tryClaim(of);
    return made.outcome === "claimed" ? made.claimed : undefined;
  };
  return {
    event,
    table,
    reported,
    passTime: (seconds) => (now = new Date(now.getTime() + seconds * 1_000)),
    plan: (count, page = 0) => planChunks(event, page, targets(count, event), at(20)),
    keep: (chunks, page = 0) =>
      storeChunks(table, report)(event, { page, chunks }).then(({ chunks: stored }) =>
        stored.map(({ chunk }) => chunk),
      ),
    list: () => listChunks(table, report)(event),
    task,
    tryClaim,
    claim,
    claimed: async () => {
      const stored = await claim(task());
      if (!stored) throw new Error("not claimed");
      return stored;
    },
    record: (stored, records, retries = []) =>
      recordAttempts(table)(stored, records, retries).then(({ outcome }) => outcome),
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
