import { type GapEvent } from "../../model/event";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, TEXT, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Values } from "../table/table";

/** A gap with its place in the instance's ledger, among the events. */
export interface StoredGap extends GapEvent {
  readonly sequence: number;
}

/** What tells a gap's row from an event's, which has no kind. */
export const GAP_KIND = "gap";

const isGapRow = rowGuard<StoredGap>(
  rowSchema(
    { kind: { const: GAP_KIND }, sequence: COUNT, gapId: TEXT, detectedAt: INSTANT },
    { lastKnownAt: INSTANT, oldestSeenAt: INSTANT },
  ),
);

export function toGap({ values }: StoredRow): StoredGap | undefined {
  if (!isGapRow(values)) return undefined;
  const { sequence, gapId, detectedAt, lastKnownAt, oldestSeenAt } = values;
  return {
    sequence,
    gapId,
    detectedAt,
    ...(lastKnownAt !== undefined && { lastKnownAt }),
    ...(oldestSeenAt !== undefined && { oldestSeenAt }),
  };
}

export function fromGap({ sequence, gapId, detectedAt, lastKnownAt, oldestSeenAt }: StoredGap): Values {
  return { kind: GAP_KIND, sequence, gapId, detectedAt, lastKnownAt, oldestSeenAt };
}
