import { type Instant } from "../../model/instant";
import { type Subscription } from "../../model/subscription";
import { parseSubscriptionRow } from "../keys/subscriptionKeys";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, TEXT, TRUTH, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Values } from "../table/table";

/** Encrypts what is stored of a callback URL; `open` throws `undecryptable`. */
export interface Sealing {
  readonly seal: (text: string) => string;
  readonly open: (sealed: string) => string;
}

interface SubscriptionRow {
  readonly resource?: string;
  readonly sealedUrl: string;
  readonly connection: string;
  readonly afterSequence: number;
  readonly untilSequence?: number;
  /** False when a later subscription took over: a filter can ask for it, not for `untilSequence` being absent. */
  readonly live: boolean;
  readonly createdAt: Instant;
}

const isSubscriptionRow = rowGuard<SubscriptionRow>(
  rowSchema(
    { sealedUrl: TEXT, connection: TEXT, afterSequence: COUNT, live: TRUTH, createdAt: INSTANT },
    { resource: TEXT, untilSequence: COUNT },
  ),
);

export function toSubscription(
  { row, values }: StoredRow,
  instanceId: string,
  { open }: Sealing,
): Subscription | undefined {
  const key = parseSubscriptionRow(instanceId, row);
  if (!key || !isSubscriptionRow(values)) return undefined;
  const { resource, sealedUrl, connection, afterSequence, untilSequence, createdAt } = values;
  return {
    key,
    ...(resource !== undefined && { resource }),
    callbackUrl: open(sealedUrl),
    connection,
    afterSequence,
    ...(untilSequence !== undefined && { untilSequence }),
    createdAt,
  };
}

export function fromSubscription(subscription: Subscription, { seal }: Sealing): Values {
  const { resource, callbackUrl, connection, afterSequence, untilSequence, createdAt } = subscription;
  const live = untilSequence === undefined;
  return { resource, sealedUrl: seal(callbackUrl), connection, afterSequence, untilSequence, live, createdAt };
}
