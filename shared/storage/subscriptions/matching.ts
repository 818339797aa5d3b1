import { defined } from "../../model/defined";
import { type Match } from "../../delivery/ports";
import { CodedError } from "../../model/errors";
import { type Crossing, type DetectedEvent, type StoredEvent, type Trigger } from "../../model/event";
import { type Page } from "../../model/page";
import { type Direction, type Subscription } from "../../model/subscription";
import { ANY_RESOURCE, hashResource } from "../../subscriptions/subscriptionId";
import { escapeKey, prefixRange } from "../table/keys";
import { COUNT, type Report, TRUTH, invalidRow, mapRows, rowGuard, rowSchema } from "../table/rows";
import { type ListOptions, type RowRange, type StoredRow, type Table } from "../table/table";
import {
  type Sealing,
  OPTION_COLUMNS,
  type OptionsRow,
  parseSubscriptionRow,
  resourcePrefix,
  thresholdPrefix,
  toSubscription,
  toRefreshOptions,
} from "./subscriptionRows";

const OPTIONAL = { untilSequence: COUNT, slow: TRUTH, ...OPTION_COLUMNS };

const MATCH_COLUMNS = ["afterSequence", ...Object.keys(OPTIONAL)];

/**
 * The subscriptions that an event may be for, suspended ones too: an event shows that they are not. Read as row-key ranges,
 * never a scan. A page has at most 1,000; a cursor is absent only on the last.
 */
export const matchSubscriptions =
  (subscriptions: Table, report: Report) =>
  async (event: StoredEvent, cursor: string | undefined): Promise<Page<Match>> => {
    const partition = escapeKey(event.instanceId);
    const { rows, cursor: next } = await listMatchingRows(subscriptions, event, { cursor, select: MATCH_COLUMNS });
    const place = { table: subscriptions.name, partition, report };
    const items = mapRows(rows, (stored) => toMatch(stored, event.instanceId), place);
    return next === undefined ? { items } : { items, cursor: next };
  };

const PAGE_ROWS = 1_000;

interface Asked extends Pick<ListOptions, "select"> {
  readonly cursor: string | undefined;
}

interface RowPage {
  readonly rows: readonly StoredRow[];
  /** Absent on the last. */
  readonly cursor?: string;
}

/** The rows of one page of an event's ranges, at most 1,000. */
async function listMatchingRows(table: Table, event: StoredEvent, { cursor, ...options }: Asked): Promise<RowPage> {
  const partition = escapeKey(event.instanceId);
  const ranges = eventRanges(event);
  // What lies between the ranges of a step across thresholds are the thresholds that it does not cross: however many.
  const mayBeFew = cursor === undefined && event.crossing === undefined;
  const few = mayBeFew ? await listFew(table, partition, ranges, options) : undefined;
  if (few) return { rows: few };
  const rows: StoredRow[] = [];
  let { range, after } = parseCursor(cursor);
  for (let within = ranges[range]; within && rows.length < PAGE_ROWS; within = ranges[range]) {
    const top = PAGE_ROWS - rows.length;
    const found = await table.list(partition, rest(within, after), { ...options, top });
    rows.push(...found);
    const last = found.at(-1);
    const hasEnded = found.length < top;
    range = hasEnded ? range + 1 : range;
    after = hasEnded ? undefined : last?.row;
  }
  return range < ranges.length ? { rows, cursor: formatCursor({ range, after }) } : { rows };
}

/**
 * Where the subscriptions stand that an event may be for: those to its resource and those to any; of a value's step, those
 * whose threshold it crosses. These always name their resource.
 */
export function eventRanges({ trigger, resource, crossing }: DetectedEvent): readonly RowRange[] {
  const resourceHash = hashResource(resource);
  if (crossing) return crossedRanges(trigger, resourceHash, crossing);
  const hashes = new Set([resourceHash, ANY_RESOURCE]);
  return [...hashes].map((hash) => prefixRange(resourcePrefix(trigger, hash)));
}

/** Equality counts as below (reference/customer-insights-api.md 3.3): up, previous ≤ T < current; down, current < T ≤ previous. */
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

/** Where there are fewer subscriptions than this from an event's first range to its last, one query finds all of its ranges. */
const MIN_PAGE_ROWS = 128;

/** Undefined when one query does not tell them all. What lies between the ranges is read and left out. */
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
  const found = await table.list(partition, { from, before }, { ...options, top: MIN_PAGE_ROWS });
  if (found.length === MIN_PAGE_ROWS) return undefined;
  return ranges.flatMap((range) => found.filter(({ row }) => row >= range.from && row < range.before));
}

/** Where to go on: in which range, and after which row of it; from its beginning when there is none. */
interface MatchCursor {
  readonly range: number;
  readonly after: string | undefined;
}

const CURSOR = /^(\d):(.*)$/;

/** Throws `invalid-row`: a cursor comes from a pending marker. */
function parseCursor(cursor: string | undefined): MatchCursor {
  if (cursor === undefined) return { range: 0, after: undefined };
  const match = CURSOR.exec(cursor);
  if (!match)
    throw new CodedError("invalid-row", "the cursor of a pending marker cannot be read", { target: "cursor" });
  const [, range = "", after = ""] = match;
  return { range: Number(range), after: after === "" ? undefined : after };
}

/** No key is the beginning of another: whatever is added to one stands before the next. */
function rest({ from, before }: RowRange, after: string | undefined): RowRange {
  return { from: after === undefined ? from : `${after}~`, before };
}

function formatCursor({ range, after = "" }: MatchCursor): string {
  return `${range}:${after}`;
}

type MatchRow = Pick<Match, "afterSequence" | "untilSequence" | "slow"> & OptionsRow;

const isMatchRow = rowGuard<MatchRow>(rowSchema({ afterSequence: COUNT }, OPTIONAL));

/** The part of a subscription's row that says which events it sees. */
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

/** The first page of what `matchSubscriptions` finds, whole. Throws `invalid-row`, and `undecryptable` from `open`. */
export const loadMatching =
  (subscriptions: Table, sealing: Sealing) =>
  async (event: StoredEvent): Promise<Page<Subscription>> => {
    const { instanceId } = event;
    const { rows, cursor } = await listMatchingRows(subscriptions, event, { cursor: undefined });
    const items = rows.map((stored) => {
      const subscription = toSubscription(stored, instanceId, sealing);
      if (!subscription) throw invalidRow(subscriptions.name, instanceId, stored.row);
      return subscription;
    });
    return cursor === undefined ? { items } : { items, cursor };
  };

/** True when a subscription that no later one took over is in reach of the event: an event to come is only for such. */
export const isCrossed =
  (subscriptions: Table) =>
  async (event: DetectedEvent): Promise<boolean> => {
    const options = { top: 1, where: { property: "live", equals: true }, select: ["live"] };
    for (const range of eventRanges(event)) {
      const rows = await subscriptions.list(escapeKey(event.instanceId), range, options);
      if (rows.length > 0) return true;
    }
    return false;
  };
