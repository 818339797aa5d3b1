import { randomBytes, randomUUID } from "node:crypto";
import { type DetectedEvent, type EventReference } from "../../shared/model/event";
import { type Instant, toInstant } from "../../shared/model/instant";
import { type DataSourceState, type SubjectChange } from "../../shared/model/subject";
import { type Subscription, type SubscriptionKey } from "../../shared/model/subscription";
import { type StoreDeps } from "../../shared/storage/table/table";
import { hashResource } from "../../shared/subscriptions/subscriptionId";

export const NOW = new Date("2026-11-20T10:00:00.000Z");

/** `seconds` after the time at which the tests stand still. */
export function at(seconds: number): Instant {
  return toInstant(new Date(NOW.getTime() + seconds * 1_000));
}

export function aKey(key: Partial<SubscriptionKey> & { readonly resource?: string } = {}): SubscriptionKey {
  const { resource, ...given } = key;
  return {
    instanceId: randomUUID(),
    trigger: "data-source-refresh-failed",
    resourceHash: hashResource(resource),
    random: randomBytes(16).toString("base64url"),
    ...given,
  };
}

export function aSubscription(
  subscription: Partial<Omit<Subscription, "key">> & { readonly key?: Partial<SubscriptionKey> } = {},
): Subscription {
  const { key, ...given } = subscription;
  const resource = given.resource === undefined ? {} : { resource: given.resource };
  return {
    callbackUrl: "https://prod-01.example.com/workflows/1?sig=secret",
    connection: "connection-hash",
    afterSequence: 0,
    createdAt: at(0),
    ...given,
    key: aKey({ ...resource, ...key }),
  };
}

/** Stands in for encryption: what is stored is not what was given. */
export const SEALING = {
  seal: (text: string): string => Buffer.from(text).toString("base64url"),
  open: (sealed: string): string => Buffer.from(sealed, "base64url").toString(),
};

/** The deps of stores: the clock stands still, and a row that cannot be read fails the test. */
export const STORE_DEPS: StoreDeps = {
  now: () => NOW,
  random: () => 0.5,
  wait: async () => undefined,
  sealing: SEALING,
  report: (error) => {
    throw error;
  },
};

export function aState(state: Partial<DataSourceState> = {}): DataSourceState {
  return {
    kind: "data-source",
    signal: "nodes",
    refreshState: "updated",
    episode: 0,
    baselineAt: at(0),
    settledAt: at(-60),
    ...state,
  };
}

export function anEvent(event: Partial<DetectedEvent> & { readonly instanceId: string }): DetectedEvent {
  return {
    eventId: `evt_${randomUUID().replaceAll("-", "")}`,
    trigger: "data-source-refresh-failed",
    subjectId: "data-source.1",
    resource: "1",
    occurredAt: at(-30),
    detectedAt: at(0),
    fields: { dataSourceName: "Sales / “Nord” #1?", attempts: 2, first: true },
    ...event,
  };
}

export function aChange(change: Partial<SubjectChange> = {}): SubjectChange {
  return { subjectId: "data-source.1", state: aState(), events: [], ...change };
}

export function aReference(): EventReference {
  return { instanceId: randomUUID(), sequence: 1, eventId: `evt_${randomUUID().replaceAll("-", "")}` };
}
