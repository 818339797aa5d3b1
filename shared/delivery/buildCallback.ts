import { defined } from "../model/defined";
import { createHmac } from "node:crypto";
import { type StoredEvent, type Trigger } from "../model/event";

export interface CallbackSettings {
  /** Where events come from, the `ce-source` before `/instances/{instanceId}`: this deployment's public base URL. */
  readonly publicBaseUrl: string;
  /** Standard Webhooks secrets, raw bytes; each makes a signature. Empty: unsigned. */
  readonly signingKeys: readonly Buffer[];
}

export interface CallbackRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The names of the six triggers as CloudEvents types. */
const EVENT_TYPES: Record<Trigger, string> = {
  "data-source-refresh-failed": "customerinsights.data_source.refresh_failed",
  "data-source-refresh-succeeded": "customerinsights.data_source.refresh_succeeded",
  "segment-threshold-crossed": "customerinsights.segment.threshold_crossed",
  "measure-threshold-crossed": "customerinsights.measure.threshold_crossed",
  "full-refresh-completed": "customerinsights.full_refresh.completed",
  "unification-completed": "customerinsights.unification.completed",
};

/**
 * One attempt's POST: flat JSON, CloudEvents 1.0 attributes in binary mode as `ce-*` headers, Standard Webhooks headers.
 * `webhook-id` is the event's id on every attempt, `webhook-timestamp` (Unix seconds) the attempt's own.
 */
export function buildCallback(event: StoredEvent, url: string, now: Date, settings: CallbackSettings): CallbackRequest {
  const { eventId, trigger, instanceId, occurredAt, detectedAt, fields } = event;
  const body = JSON.stringify({ eventId, trigger, instanceId, occurredAt, detectedAt, ...fields });
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = signCallback({ id: eventId, timestamp, body }, settings.signingKeys);
  return {
    url,
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": "customer-insights-triggers",
      "ce-specversion": "1.0",
      "ce-id": eventId,
      "ce-source": `${settings.publicBaseUrl}/instances/${instanceId}`,
      "ce-type": EVENT_TYPES[trigger],
      "ce-time": occurredAt,
      ...(event.resource === undefined ? {} : { "ce-subject": encodeHeader(event.resource) }),
      "webhook-id": eventId,
      "webhook-timestamp": timestamp,
      ...defined({ "webhook-signature": signature }),
    },
  };
}

interface SignedParts {
  readonly id: string;
  readonly timestamp: string;
  readonly body: string;
}

/**
 * Value of `webhook-signature`: one `v1,<base64>` per key, parted by spaces, so that keys can be changed while both are
 * valid (Standard Webhooks 1.0.0). Undefined without keys.
 */
export function signCallback({ id, timestamp, body }: SignedParts, keys: readonly Buffer[]): string | undefined {
  if (keys.length === 0) return undefined;
  const sign = (key: Buffer): string => createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return keys.map((key) => `v1,${sign(key)}`).join(" ");
}

/**
 * Header values of CloudEvents are percent-encoded outside printable ASCII (CloudEvents HTTP binding 1.0.2, 3.1.3.2). Half a
 * surrogate pair, which JSON may hold, has no encoding and becomes the replacement character.
 */
function encodeHeader(value: string): string {
  return value
    .replaceAll(/\p{Surrogate}/gu, "\u{fffd}")
    .replaceAll(/[^\u{21}\u{23}\u{24}\u{26}-\u{7e}]/gu, (character) => encodeURIComponent(character));
}
