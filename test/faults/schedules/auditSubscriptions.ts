import { type Trigger } from "../../../shared/model/event";
import { parseSubscriptionRow } from "../../../shared/storage/subscriptions/subscriptionRows";
import { type Action } from "../../../shared/storage/table/table";
import { type AuditDeps } from "./auditDeliveries";
import { type Run } from "./host";

/** A subscription as its row was over time. */
export interface SubscriptionLife {
  readonly instanceId: string;
  readonly random: string;
  readonly trigger: Trigger;
  readonly resourceHash: string;
  readonly url: string;
  readonly madeBy: Run | undefined;
  readonly madeAt: number;
  readonly after: number;
  until: number;
  /** When another took over. */
  supersededAt?: number;
  removedAt?: number;
}

/** Watches subscriptions come, take over from others, and go. Callback URLs are not sealed in this world. */
export function auditSubscriptions({ now, actor }: Pick<AuditDeps, "now" | "actor">) {
  const all = new Map<string, SubscriptionLife>();

  function onWritten(partition: string, actions: readonly Action[]): void {
    if (/^(?:callback|connection)\./.test(partition)) return;
    for (const action of actions) note(partition, action);
  }

  function note(instanceId: string, action: Action): void {
    const known = all.get(action.row);
    if (action.kind === "remove") {
      if (known) known.removedAt = now();
      return;
    }
    const { values } = action;
    if (known) {
      if (values["untilSequence"] !== undefined) {
        known.until = Number(values["untilSequence"]);
        known.supersededAt ??= now();
      }
      return;
    }
    const key = parseSubscriptionRow(instanceId, action.row);
    if (!key) throw new Error(`not a subscription: ${action.row}`);
    const { random, trigger, resourceHash } = key;
    const url = String(values["sealedUrl"]);
    const after = Number(values["afterSequence"]);
    const made = { instanceId, random, trigger, resourceHash, url, madeBy: actor(), madeAt: now(), after };
    all.set(action.row, { ...made, until: Infinity });
  }

  /** URLs of flows with more than one live subscription. */
  function doubled(): ReadonlySet<string> {
    const live = [...all.values()].filter(({ until, removedAt }) => until === Infinity && removedAt === undefined);
    const seen = new Set<string>();
    return new Set(live.flatMap(({ url }) => (seen.has(url) ? [url] : (seen.add(url), []))));
  }

  return {
    onWritten,
    doubled,
    all: (): readonly SubscriptionLife[] => [...all.values()],
  };
}

export type SubscriptionAudit = ReturnType<typeof auditSubscriptions>;
