/**
 * The rows of the table Subscriptions. An instance is a partition with its subscriptions; a connection, and a callback
 * URL of a connection, is a partition with the entries of its index.
 */
import { createHash } from "node:crypto";
import { defined } from "../../model/defined";
import { type Trigger, isTrigger } from "../../model/event";
import { type Instant } from "../../model/instant";
import {
  type CallbackEntry,
  type FlowKey,
  DORMANCY_CAUSES,
  type DormancyCause,
  type Health,
  type RefreshOptions,
  type Subscription,
  type SubscriptionKey,
  type SuspendReason,
} from "../../model/subscription";
import { parseThresholdKey, thresholdKey } from "../../model/threshold";
import { escapeKey } from "../table/keys";
import { COUNT, INSTANT, SUSPEND_REASONS, TEXT, TRIGGER, TRUTH, rowGuard, rowSchema } from "../table/rowSchema";
import { type Sealing, type StoredRow, type Values } from "../table/table";

export const OPTION_COLUMNS = { includeManual: TRUTH, outcome: { enum: ["completed", "any"] } };

export const HEALTH_COLUMNS = {
  state: { enum: ["active", "dormant"] },
  dormantSince: { anyOf: [INSTANT, { const: "" }] },
  cause: { enum: ["", ...DORMANCY_CAUSES] },
  slow: TRUTH,
  healthChangedAt: INSTANT,
};

/** A subscription's refresh options as columns of its row; both absent when it has none. */
export interface OptionsRow {
  readonly includeManual?: boolean;
  readonly outcome?: RefreshOptions["outcome"];
}

/** A subscription's health as columns of its row; all absent until an attempt has changed it. */
export interface HealthRow {
  readonly state?: Health["state"];
  /** Empty, as is the cause, when it is not dormant any more: a merge cannot remove a column. */
  readonly dormantSince?: Instant | "";
  readonly cause?: DormancyCause | "";
  readonly slow?: boolean;
  readonly healthChangedAt?: Instant;
}

interface SubscriptionRow extends OptionsRow, HealthRow {
  readonly resource?: string;
  readonly sealedUrl: string;
  readonly connection: string;
  readonly afterSequence: number;
  readonly untilSequence?: number;
  /** False when a later subscription took over. A filter can ask for this, but not for an absent `untilSequence`. */
  readonly live: boolean;
  readonly createdAt: Instant;
  /** Empty when it is not suspended any more. */
  readonly suspended?: SuspendReason | "";
}

const isSubscriptionRow = rowGuard<SubscriptionRow>(
  rowSchema(
    { sealedUrl: TEXT, connection: TEXT, afterSequence: COUNT, live: TRUTH, createdAt: INSTANT },
    {
      resource: TEXT,
      untilSequence: COUNT,
      suspended: { enum: ["", ...SUSPEND_REASONS] },
      ...OPTION_COLUMNS,
      ...HEALTH_COLUMNS,
    },
  ),
);

export function toSubscription(
  { row, values }: StoredRow,
  instanceId: string,
  { open }: Sealing,
): Subscription | undefined {
  const key = parseSubscriptionRow(instanceId, row);
  if (!key || !isSubscriptionRow(values)) return undefined;
  const { resource, sealedUrl, connection, afterSequence, untilSequence, createdAt, suspended } = values;
  return {
    key,
    ...defined({ resource }),
    callbackUrl: open(sealedUrl),
    connection,
    afterSequence,
    ...defined({ untilSequence }),
    createdAt,
    ...(suspended && { suspended }),
    ...toRefreshOptions(values),
    ...toHealth(values),
  };
}

const ROW = /^(?<trigger>[a-z-]+)\.(?<resourceHash>[^.]+)\.(?:-\.-|(?<letter>[^.-])\.(?<hex>[^.]+))\.(?<random>[^.]+)$/;

/** The subscription key in a row key; undefined when the row is not a subscription's. */
export function parseSubscriptionRow(instanceId: string, row: string): SubscriptionKey | undefined {
  const { trigger = "", resourceHash = "", letter, hex = "", random = "" } = ROW.exec(row)?.groups ?? {};
  if (!isTrigger(trigger)) return undefined;
  const key = { instanceId, trigger, resourceHash, random };
  if (letter === undefined) return key;
  const threshold = parseThresholdKey(letter, hex);
  return threshold && { ...key, threshold };
}

export function toRefreshOptions({ includeManual, outcome }: OptionsRow): { readonly refreshOptions?: RefreshOptions } {
  return includeManual === undefined || outcome === undefined ? {} : { refreshOptions: { includeManual, outcome } };
}

function toHealth(row: HealthRow): { readonly health?: Health } {
  const { state, dormantSince, cause, slow = false, healthChangedAt: changedAt } = row;
  if (changedAt === undefined) return {};
  if (state !== "dormant" || !dormantSince || !cause) return { health: { state: "active", slow, changedAt } };
  return { health: { state, dormantSince, cause, slow, changedAt } };
}

/** `trigger.resource.direction.threshold.random`: no part holds a dot, so no key is the beginning of another. */
export function subscriptionRow(key: SubscriptionKey): string {
  return thresholdPrefix(key) + escapeKey(key.random);
}

/** The text for direction and threshold of a subscription that has none. */
const NONE = "-";

/** The part of a key that subscriptions to the same resource and threshold share. */
type SharedKey = Pick<SubscriptionKey, "trigger" | "resourceHash" | "threshold">;

export function thresholdPrefix(key: SharedKey): string {
  return `${directionPrefix(key)}${key.threshold ? thresholdKey(key.threshold).hex : NONE}.`;
}

/** The prefix of subscriptions to a resource in one direction, which are in the order of their thresholds. */
export function directionPrefix({ trigger, resourceHash, threshold }: SharedKey): string {
  return `${resourcePrefix(trigger, resourceHash)}${threshold ? thresholdKey(threshold).letter : NONE}.`;
}

export function resourcePrefix(trigger: Trigger, resourceHash: string): string {
  return `${triggerPrefix(trigger)}${escapeKey(resourceHash)}.`;
}

export function triggerPrefix(trigger: Trigger): string {
  return `${trigger}.`;
}

export const KEY_COLUMNS = { instanceId: TEXT, trigger: TRIGGER, resourceHash: TEXT, random: TEXT };

export const OPTIONAL_KEY_COLUMNS = { direction: TEXT, threshold: TEXT };

/** A subscription's key in columns of a row that is not its own. */
export interface KeyRow {
  readonly instanceId: string;
  readonly trigger: Trigger;
  readonly resourceHash: string;
  /** Direction and threshold as in the row key: one letter, and ordered hex, which is exact to the last bit. */
  readonly direction?: string;
  readonly threshold?: string;
  readonly random: string;
}

const isEntryRow = rowGuard<KeyRow & { readonly order: number }>(
  rowSchema({ ...KEY_COLUMNS, order: COUNT }, OPTIONAL_KEY_COLUMNS),
);

export function toEntry({ values }: StoredRow): CallbackEntry | undefined {
  if (!isEntryRow(values)) return undefined;
  const key = toKey(values);
  return key && { key, order: values.order };
}

/** Undefined when the columns of direction and threshold are invalid. */
export function toKey(row: KeyRow): SubscriptionKey | undefined {
  const { instanceId, trigger, resourceHash, direction, threshold: hex = "", random } = row;
  if (direction === undefined) return { instanceId, trigger, resourceHash, random };
  const threshold = parseThresholdKey(direction, hex);
  return threshold && { instanceId, trigger, resourceHash, threshold, random };
}

export function fromSubscription(subscription: Subscription, { seal }: Sealing): Values {
  const { resource, callbackUrl, connection, afterSequence, untilSequence, createdAt, suspended } = subscription;
  return {
    resource,
    sealedUrl: seal(callbackUrl),
    connection,
    afterSequence,
    untilSequence,
    live: untilSequence === undefined,
    createdAt,
    suspended,
    ...fromRefreshOptions(subscription.refreshOptions),
    ...fromHealth(subscription.health),
  };
}

function fromRefreshOptions(options: RefreshOptions | undefined): Values {
  return { includeManual: options?.includeManual, outcome: options?.outcome };
}

export function fromHealth(health: Health | undefined): Values {
  if (!health) return {};
  const { state, slow, changedAt } = health;
  const { dormantSince, cause } = state === "dormant" ? health : { dormantSince: "", cause: "" };
  return { state, dormantSince, cause, slow, healthChangedAt: changedAt };
}

export function fromEntry({ key, order }: CallbackEntry): Values {
  return { ...fromKey(key), order };
}

export function fromKey({ instanceId, trigger, resourceHash, threshold, random }: SubscriptionKey): Values {
  const { letter, hex } = threshold ? thresholdKey(threshold) : {};
  return { instanceId, trigger, resourceHash, direction: letter, threshold: hex, random };
}

/** The partition that lists all subscriptions of one connection. */
export function connectionPartition(connection: string): string {
  return CONNECTION_PREFIX + escapeKey(connection);
}

/** A subscription's row in the index of its connection. It is no capability, since callers get it as a cursor. */
export function connectionRow({ random }: Pick<SubscriptionKey, "random">): string {
  return createHash("sha256").update(random).digest("hex").slice(0, 32);
}

/** The partition that lists the subscriptions of one connection with one callback URL. */
export function callbackPartition({ connection, callbackUrl }: FlowKey): string {
  return CALLBACK_PREFIX + createHash("sha256").update(`${connection}\n${callbackUrl}`).digest("hex");
}

export const CALLBACK_PREFIX = "callback.";

const CONNECTION_PREFIX = "connection.";

/** The prefixes of the indexes' partitions, in ordinal order. No instance's partition begins so. */
export const INDEX_PREFIXES = [CALLBACK_PREFIX, CONNECTION_PREFIX];

/** The index prefix of a partition; undefined when it is an instance's. */
export function indexPrefixOf(partition: string): string | undefined {
  return INDEX_PREFIXES.find((prefix) => partition.startsWith(prefix));
}
