import { randomUUID } from "node:crypto";
import { type Commit } from "../../shared/detection/ports";
import { type Pending } from "../../shared/model/delivery";
import { type CodedError } from "../../shared/model/errors";
import { type DetectedEvent, type StoredEvent, toReference } from "../../shared/model/event";
import { type StoredSubject, type SubjectChange } from "../../shared/model/subject";
import { commitChange } from "../../shared/storage/instanceState/commitChange";
import { loadSubjects } from "../../shared/storage/instanceState/events";
import { listDuePending, loadPending } from "../../shared/storage/instanceState/pending";
import { type Table } from "../../shared/storage/table/table";
import { NOW, aChange, anEvent } from "./builders";
import { type Store } from "./stores";

/** The storage functions of InstanceState, bound to a store and to an instance that no other test knows. */
export interface StateInStore {
  readonly instanceId: string;
  readonly table: Table;
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
  const report = (error: CodedError): void => void reported.push(error);
  const bound = commitChange(table, { now: () => NOW, random: () => 0.5, wait: async () => undefined });
  const commit = (change: SubjectChange): Promise<Commit> => bound(instanceId, change);
  const subjects = (): Promise<readonly StoredSubject[]> => loadSubjects(table, report)(instanceId);
  const events = (count: number): DetectedEvent[] => Array.from({ length: count }, () => anEvent({ instanceId }));
  return {
    instanceId,
    table,
    reported,
    commit,
    subjects,
    subject: async () => present((await subjects())[0]),
    due: (seconds) => listDuePending(table, report)(instanceId, new Date(NOW.getTime() + seconds * 1_000)),
    events,
    pendingOf: async (event) => present(await loadPending(table)(toReference(event))),
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
