import { type Instant } from "../../model/instant";
import { type Subscription, type SuspendReason } from "../../model/subscription";
import { parseSubscriptionRow } from "../keys/subscriptionKeys";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, TEXT, TRUTH, rowSchema } from "../rows/rowSchema";
import { SUSPEND_REASONS } from "../rows/suspendReasons";
import { type StoredRow, type Values } from "../table/table";
import { HEALTH_COLUMNS, type HealthRow, fromHealth, toHealth } from "./healthValues";
import { WISH_COLUMNS, type WishRow, fromWish, toWish } from "./wishValues";

/** Encrypts what is stored of a callback URL; `open` throws `undecryptable`. */
export interface Sealing {
  readonly seal: (text: string) => string;
  readonly open: (sealed: string) => string;
}

interface SubscriptionRow extends WishRow, HealthRow {
  readonly resource?: string;
  readonly sealedUrl: string;
  readonly connection: string;
  readonly afterSequence: number;
  readonly untilSequence?: number;
  /** False when a later subscription took over: a filter can ask for it, not for `untilSequence` being absent. */
  readonly live: boolean;
  readonly createdAt: Instant;
  /** Empty when it was suspended and is not any more. */
  readonly suspended?: SuspendReason | "";
}

const isSubscriptionRow = rowGuard<SubscriptionRow>(
  rowSchema(
    { sealedUrl: TEXT, connection: TEXT, afterSequence: COUNT, live: TRUTH, createdAt: INSTANT },
    {
      resource: TEXT,
      untilSequence: COUNT,
      suspended: { enum: ["", ...SUSPEND_REASONS] },
      ...WISH_COLUMNS,
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
    ...(resource !== undefined && { resource }),
    callbackUrl: open(sealedUrl),
    connection,
    afterSequence,
    ...(untilSequence !== undefined && { untilSequence }),
    createdAt,
    ...(suspended && { suspended }),
    ...toWish(values),
    ...toHealth(values),
  };
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
    ...fromWish(subscription.wish),
    ...fromHealth(subscription.health),
  };
}
