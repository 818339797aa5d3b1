/**
 * The search for the subscriptions that an event is for. A row key begins with trigger and resource, then direction and
 * threshold, so that an event or a crossing is a few ranges of keys and never a scan (docs/decisions/0007). It finds
 * candidates: whether one gets the event, by the ledger and its options, is decided in `delivery`.
 */
import { type DeliveryPorts, type Match } from "../../delivery/ports";
import { type DetectionPorts } from "../../detection/ports";
import { defined } from "../../model/defined";
import { CodedError } from "../../model/errors";
import { type Crossing, type DetectedEvent, type StoredEvent, type Trigger } from "../../model/event";
import { type Direction } from "../../model/subscription";
import { ANY_RESOURCE, hashResource } from "../../subscriptions/subscriptionId";
import { escapeKey, prefixRange } from "../table/keys";
import { COUNT, TRUTH, rowGuard, rowSchema } from "../table/rowSchema";
import { invalidRow, mapRows } from "../table/rows";
import {
  type StoreDeps,
  type ListOptions,
  PAGE_ROWS,
  type RowRange,
  type StoredRow,
  type Table,
  afterRow,
} from "../table/table";
import {
  OPTION_COLUMNS,
  type OptionsRow,
  parseSubscriptionRow,
  resourcePrefix,
  thresholdPrefix,
  toRefreshOptions,
  toSubscription,
} from "./subscriptionRows";

const OPTIONAL = { untilSequence: COUNT, slow: TRUTH, ...OPTION_COLUMNS };

const MATCH_COLUMNS = ["afterSequence", ...Object.keys(OPTIONAL)];

type MatchStore = Pick<DetectionPorts, "isCrossed"> & Pick<DeliveryPorts, "matchSubscriptions" | "loadMatching">;

/** The store's search for the subscriptions that an event may be for. */
export function matchStore(
  subscriptions: Table,
  { sealing, report }: Pick<StoreDeps, "sealing" | "report">,
): MatchStore {
  return {
    /**
     * Pages of at most 1,000 subscriptions; the cursor is absent on the last page. Suspended ones are included: an
     * event shows that they are not suspended any more.
     */
    matchSubscriptions: async (event, cursor) => {
      const partition = escapeKey(event.instanceId);
      const { rows, cursor: next } = await listMatchingRows(subscriptions, event, { cursor, select: MATCH_COLUMNS });
      const toValue = (stored: StoredRow): Match | undefined => toMatch(stored, event.instanceId);
      const items = mapRows(rows, toValue, { table: subscriptions, partition, report });
      return next === undefined ? { items } : { items, cursor: next };
    },

    /** The first page of `matchSubscriptions`, as whole subscriptions. Throws `invalid-row`, and `undecryptable`. */
    loadMatching: async (event) => {
      const { instanceId } = event;
      const { rows, cursor } = await listMatchingRows(subscriptions, event, { cursor: undefined });
      const items = rows.map((stored) => {
        const subscription = toSubscription(stored, instanceId, sealing);
        if (!subscription) throw invalidRow(subscriptions.name, instanceId, stored.row);
        return subscription;
      });
      return cursor === undefined ? { items } : { items, cursor };
    },

    /**
     * True when the event may be for a live subscription. An event to come is only for those that no later one took
     * over.
     */
    isCrossed: async (event) => {
      const options = { top: 1, where: { property: "live", equals: true }, select: ["live"] };
      for (const range of eventRanges(event)) {
        const rows = await subscriptions.list(escapeKey(event.instanceId), range, options);
        if (rows.length > 0) return true;
      }
      return false;
    },
  };
}

interface MatchRequest extends Pick<ListOptions, "select"> {
  readonly cursor: string | undefined;
}

interface RowPage {
  readonly rows: readonly StoredRow[];
  /** Absent on the last page. */
  readonly cursor?: string;
}

/** The rows of one page of an event's ranges: at most 1,000. */
async function listMatchingRows(
  table: Table,
  event: StoredEvent,
  { cursor, ...options }: MatchRequest,
): Promise<RowPage> {
  const partition = escapeKey(event.instanceId);
  const ranges = eventRanges(event);
  // Between the ranges of a crossing lie the thresholds that it does not cross, which may be many.
  const mayBeFew = cursor === undefined && event.crossing === undefined;
  const few = mayBeFew ? await listFew(table, partition, ranges, options) : undefined;
  if (few) return { rows: few };
  const rows: StoredRow[] = [];
  let { range, after } = parseCursor(cursor);
  for (let within = ranges[range]; within && rows.length < PAGE_ROWS; within = ranges[range]) {
    const top = PAGE_ROWS - rows.length;
    const found = await table.list(partition, afterRow(within, after), { ...options, top });
    rows.push(...found);
    const last = found.at(-1);
    const hasEnded = found.length < top;
    range = hasEnded ? range + 1 : range;
    after = hasEnded ? undefined : last?.row;
  }
  return range < ranges.length ? { rows, cursor: formatCursor({ range, after }) } : { rows };
}

/**
 * The ranges of the subscriptions that an event may be for: those to its resource and those to any resource; for a
 * crossing, those to its resource whose threshold it crosses.
 */
export function eventRanges({ trigger, resource, crossing }: DetectedEvent): readonly RowRange[] {
  const resourceHash = hashResource(resource);
  if (crossing) return crossedRanges(trigger, resourceHash, crossing);
  const hashes = new Set([resourceHash, ANY_RESOURCE]);
  return [...hashes].map((hash) => prefixRange(resourcePrefix(trigger, hash)));
}

/**
 * The thresholds that a step from `previous` to `current` crosses (docs/customer-insights.md, "What a crossing is"):
 * upwards those with previous ≤ threshold < current, downwards those with current < threshold ≤ previous. A value equal
 * to the threshold has not passed it yet, in either direction.
 */
function crossedRanges(trigger: Trigger, resourceHash: string, { previous, current }: Crossing): readonly RowRange[] {
  if (previous === current) return [];
  const isUp = current > previous;
  const directions: readonly Direction[] = isUp ? ["above", "either"] : ["below", "either"];
  const at = (value: number, direction: Direction): RowRange =>
    prefixRange(thresholdPrefix({ trigger, resourceHash, threshold: { value, direction } }));
  return directions.map((direction) =>
    isUp
      ? { from: at(previous, direction).from, before: at(current, direction).from }
      : { from: at(current, direction).before, before: at(previous, direction).before },
  );
}

/** One query reads all ranges of an event when fewer subscriptions than this lie from its first range to its last. */
const MAX_SPAN_ROWS = 128;

/**
 * The rows of all ranges by one query; undefined when they are not few. Rows between the ranges are read and left out.
 */
async function listFew(
  table: Table,
  partition: string,
  ranges: readonly RowRange[],
  options: ListOptions,
): Promise<readonly StoredRow[] | undefined> {
  const [first, ...others] = ranges;
  if (!first || others.length === 0) return undefined;
  const from = ranges.map((each) => each.from).toSorted()[0] ?? first.from;
  const before =
    ranges
      .map((each) => each.before)
      .toSorted()
      .at(-1) ?? first.before;
  const found = await table.list(partition, { from, before }, { ...options, top: MAX_SPAN_ROWS });
  if (found.length === MAX_SPAN_ROWS) return undefined;
  return ranges.flatMap((range) => found.filter(({ row }) => row >= range.from && row < range.before));
}

/** The place to continue at: the index of a range, and the row in it to continue after, if any. */
interface MatchCursor {
  readonly range: number;
  readonly after: string | undefined;
}

const CURSOR = /^(\d):(.*)$/;

/** Throws `invalid-row`: the cursor comes from a pending marker. */
function parseCursor(cursor: string | undefined): MatchCursor {
  if (cursor === undefined) return { range: 0, after: undefined };
  const match = CURSOR.exec(cursor);
  if (!match)
    throw new CodedError("invalid-row", "the cursor of a pending marker cannot be read", { target: "cursor" });
  const [, range = "", after = ""] = match;
  return { range: Number(range), after: after === "" ? undefined : after };
}

function formatCursor({ range, after = "" }: MatchCursor): string {
  return `${range}:${after}`;
}

type MatchRow = Pick<Match, "afterSequence" | "untilSequence" | "slow"> & OptionsRow;

const isMatchRow = rowGuard<MatchRow>(rowSchema({ afterSequence: COUNT }, OPTIONAL));

/** The part of a subscription's row that says which events it gets. */
function toMatch({ row, values }: StoredRow, instanceId: string): Match | undefined {
  const key = parseSubscriptionRow(instanceId, row);
  if (!key || !isMatchRow(values)) return undefined;
  const { afterSequence, untilSequence, slow } = values;
  return {
    key,
    afterSequence,
    ...defined({ untilSequence, slow }),
    ...toRefreshOptions(values),
  };
}
