import { type Pending } from "../../model/delivery";
import { type Instant } from "../../model/instant";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, TEXT, TRUTH, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Values } from "../table/table";

interface PendingRow {
  readonly instanceId: string;
  readonly sequence: number;
  readonly eventId: string;
  readonly handedOver: boolean;
  readonly pages: number;
  readonly cursor?: string;
  readonly dueAt: Instant;
}

const isPendingRow = rowGuard<PendingRow>(
  rowSchema(
    { instanceId: TEXT, sequence: COUNT, eventId: TEXT, handedOver: TRUTH, pages: COUNT, dueAt: INSTANT },
    { cursor: TEXT },
  ),
);

export function toPending({ values, version }: StoredRow): Pending | undefined {
  if (!isPendingRow(values)) return undefined;
  const { instanceId, sequence, eventId, handedOver, pages, cursor, dueAt } = values;
  const pending = { event: { instanceId, sequence, eventId }, handedOver, pages, dueAt, version };
  return cursor === undefined ? pending : { ...pending, cursor };
}

export function fromPending({ event, handedOver, pages, cursor, dueAt }: Omit<Pending, "version">): Values {
  const { instanceId, sequence, eventId } = event;
  return { instanceId, sequence, eventId, handedOver, pages, cursor, dueAt };
}
