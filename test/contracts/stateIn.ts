import { randomUUID } from "node:crypto";
import { type Commit } from "../../shared/detection/ports";
import { type Pending } from "../../shared/model/delivery";
import { type CodedError } from "../../shared/model/errors";
import { type DetectedEvent, type StoredEvent, toReference } from "../../shared/model/event";
import { type StoredSubject, type SubjectChange } from "../../shared/model/subject";
import { eventStore } from "../../shared/storage/instanceState/events";
import { pendingStore } from "../../shared/storage/instanceState/pending";
import { subjectStore } from "../../shared/storage/instanceState/subjects";
import { type Table } from "../../shared/storage/table/table";
import { NOW, STORE_DEPS, aChange, anEvent } from "./builders";
import { type Store } from "./stores";

type StateStores = ReturnType<typeof subjectStore> & ReturnType<typeof eventStore> & ReturnType<typeof pendingStore>;

/** The stores of InstanceState, and an instance that no other test knows. */
export interface StateInStore {
  readonly instanceId: string;
  readonly table: Table;
  readonly stored: StateStores;
  readonly reported: readonly CodedError[];
  commit(change: SubjectChange): Promise<Commit>;
  subjects(): Promise<readonly StoredSubject[]>;
  /** The first; throws when there is none. */
  subject(): Promise<StoredSubject>;
  /** The markers that are due so many seconds after `NOW`. */
  due(seconds: number): Promise<readonly Pending[]>;
  events(count: number): DetectedEvent[];
  pendingOf(event: StoredEvent): Promise<Pending>;
  /** Commits a change of a new subject with one event. */
  commitOne(): Promise<StoredEvent>;
}

export function stateIn({ tables }: Store): StateInStore {
  const table = tables.instanceState;
  const instanceId = randomUUID();
  const reported: CodedError[] = [];
  const deps = { ...STORE_DEPS, report: (error: CodedError): void => void reported.push(error) };
  const stored = { ...subjectStore(table, deps), ...eventStore(table, deps), ...pendingStore(table, deps) };
  const commit = (change: SubjectChange): Promise<Commit> => stored.commitChange(instanceId, change);
  const subjects = (): Promise<readonly StoredSubject[]> => stored.loadSubjects(instanceId);
  const events = (count: number): DetectedEvent[] => Array.from({ length: count }, () => anEvent({ instanceId }));
  return {
    instanceId,
    table,
    stored,
    reported,
    commit,
    subjects,
    subject: async () => present((await subjects())[0]),
    due: (seconds) => stored.listDuePending(instanceId, new Date(NOW.getTime() + seconds * 1_000)),
    events,
    pendingOf: async (event) => present(await stored.loadPending(toReference(event))),
    commitOne: async () => present(eventsOf(await commit(aChange({ subjectId: randomUUID(), events: events(1) })))[0]),
  };
}

export function eventsOf(result: Commit): readonly StoredEvent[] {
  return result.outcome === "committed" ? result.events : [];
}

export function sequences(result: Commit): number[] {
  return eventsOf(result).map(({ sequence }) => sequence);
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("there is none");
  return value;
}
