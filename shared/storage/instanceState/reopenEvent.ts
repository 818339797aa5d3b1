import { randomUUID } from "node:crypto";
import { type EventReference } from "../../model/event";
import { type Instant } from "../../model/instant";
import { escapeKey } from "../keys/escapeKey";
import { pendingRow } from "../keys/stateKeys";
import { type Action, type Table } from "../table/table";
import { unavailable } from "../unavailable";
import { fromPending } from "./pendingRows";

const MOST_TRIES = 5;

/**
 * Gives an event that has a chunk again a pending marker, so that the sweep looks at it. Where there is one its version
 * changes: a sweep that saw no chunk before cannot remove it any more.
 */
export const reopenEvent =
  (instanceState: Table) =>
  async (event: EventReference, dueAt: Instant): Promise<void> => {
    const partition = escapeKey(event.instanceId);
    const row = pendingRow(event.sequence);
    const touch = { dueAt, touchId: randomUUID() };
    const values = { ...fromPending({ event, handedOver: true, pages: 0, dueAt }), ...touch };
    const either: readonly Action[] = [
      { kind: "insert", row, values },
      { kind: "merge", row, values: touch },
    ];
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      for (const action of either) if ((await instanceState.write(partition, [action])).written) return;
    }
    throw unavailable(instanceState.name, new Error("the marker is made and removed again and again"));
  };
