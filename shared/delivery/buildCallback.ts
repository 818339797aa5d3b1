/**
 * The callback as it is sent: body, CloudEvents and Standard Webhooks headers (`docs/power-automate.md`, "Headers of a
 * callback"). Pure: the POST is made in `post`.
 */
import { createHmac } from "node:crypto";
import { defined } from "../model/defined";
import { type StoredEvent, type Trigger } from "../model/event";

export interface CallbackSettings {
  /** This deployment's public base URL: the part of `ce-source` before `/instances/{instanceId}`. */
  readonly publicBaseUrl: string;
  /** Standard Webhooks secrets, raw bytes. Each makes a signature; without any, callbacks are unsigned. */
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
 * Builds the POST of one attempt: flat JSON, CloudEvents 1.0 attributes in binary mode as `ce-*` headers, Standard
 * Webhooks headers. `webhook-id` is the event's id on every attempt, `webhook-timestamp` (Unix seconds) the attempt's
 * own.
 */
export function buildCallback(event: StoredEvent, url: string, now: Date, settings: CallbackSettings): CallbackRequest {
  const { eventId, trigger, instanceId, occurredAt, detectedAt, fields } = event;
  const body = JSON.stringify({ eventId, trigger, instanceId, occurredAt, detectedAt, ...fields });
  const subject = event.resource === undefined ? undefined : encodeHeader(event.resource);
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
      ...defined({ "ce-subject": subject }),
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
 * The value of `webhook-signature`: one `v1,<base64>` per key, separated by spaces, so that a key can be replaced while
 * both are valid (Standard Webhooks 1.0.0). Undefined without keys.
 */
export function signCallback({ id, timestamp, body }: SignedParts, keys: readonly Buffer[]): string | undefined {
  if (keys.length === 0) return undefined;
  const sign = (key: Buffer): string => createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return keys.map((key) => `v1,${sign(key)}`).join(" ");
}

/**
 * Percent-encodes what is not printable ASCII, as CloudEvents asks for header values (HTTP binding 1.0.2, 3.1.3.2).
 * Half a surrogate pair, which JSON may hold, has no encoding and becomes the replacement character.
 */
function encodeHeader(value: string): string {
  return value
    .replaceAll(/\p{Surrogate}/gu, "\u{fffd}")
    .replaceAll(/[^\u{21}\u{23}\u{24}\u{26}-\u{7e}]/gu, (character) => encodeURIComponent(character));
}
