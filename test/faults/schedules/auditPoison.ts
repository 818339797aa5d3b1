import { type PoisonQueue } from "../../../shared/model/deadLetter";
import { type Action, type Values } from "../../../shared/storage/table/table";
import { type AuditDeps } from "./auditDeliveries";

interface StoredPoison {
  readonly messageId: string;
  readonly queue: PoisonQueue;
  readonly at: number;
  isRedriven: boolean;
}

interface StoredRedrive {
  readonly at: number;
  isDone: boolean;
}

export interface PoisonAuditDeps extends Pick<AuditDeps, "now" | "object"> {
  /** Whether what the task is about is still to be done, by its rows. */
  readonly isOpen: (queue: PoisonQueue, task: Values) => boolean;
  readonly onPoison: () => void;
}

/** Watches the rows of poison and of redrives: each message has one row, and what a row calls over is over. */
export function auditPoison({ now, object, isOpen, onPoison }: PoisonAuditDeps) {
  const poison = new Map<string, StoredPoison>();
  const redrives = new Map<string, StoredRedrive>();

  function onWritten(partition: string, actions: readonly Action[]): void {
    for (const action of actions) {
      if (!("values" in action)) continue;
      if (partition === "poison") notePoison(action.row, action.values);
      if (partition === "redrives") noteRedrive(action.row, action.values);
    }
  }

  function notePoison(row: string, values: Values): void {
    const known = poison.get(row);
    if (known) {
      known.isRedriven ||= values["redriven"] === true;
      return;
    }
    const queue = values["queue"] as PoisonQueue;
    const messageId = String(values["messageId"]);
    const task = JSON.parse(String(values["task"])) as Values;
    if (values["isPending"] === false && isOpen(queue, task))
      object(`poison ${messageId} of ${queue} is told to be over, and is not: ${JSON.stringify(task)}`);
    if ([...poison.values()].some((each) => each.messageId === messageId)) object(`poison ${messageId} has two rows`);
    poison.set(row, { messageId, queue, at: now(), isRedriven: false });
    onPoison();
  }

  function noteRedrive(row: string, values: Values): void {
    const known = redrives.get(row) ?? { at: now(), isDone: false };
    redrives.set(row, known);
    known.isDone = values["dueAt"] === undefined && values["endedAt"] !== undefined;
  }

  return {
    onWritten,
    all: (): readonly StoredPoison[] => [...poison.values()],
    redrives: (): readonly StoredRedrive[] => [...redrives.values()],
  };
}

export type PoisonAudit = ReturnType<typeof auditPoison>;
