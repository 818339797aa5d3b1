import * as fc from "fast-check";
import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { buildCallback, signCallback } from "../../shared/delivery/buildCallback";
import { TRIGGERS } from "../../shared/model/event";
import { INSTANCE_ID, anEvent } from "../builders/anEvent";
import { anInstant } from "../builders/anInstant";
import { binaryMessageProblems } from "./binaryMessageProblems";

const URL_VERBATIM = "https://prod-01.westeurope.logic.azure.com:443/workflows/1?sp=%2Ftriggers%2Frun&sig=a%2Bb";
const NOW = new Date("2026-11-20T02:53:01.999Z");
const UNSIGNED = { publicBaseUrl: "https://triggers.example/api", signingKeys: [] };

test("a callback is a flat JSON body with CloudEvents and Standard Webhooks headers", () => {
  const { url, headers, body } = buildCallback(anEvent(), URL_VERBATIM, NOW, UNSIGNED);
  expect(url).toBe(URL_VERBATIM);
  expect(JSON.parse(body)).toEqual({
    eventId: anEvent().eventId,
    trigger: "data-source-refresh-failed",
    instanceId: INSTANCE_ID,
    occurredAt: "2026-11-20T02:52:40.9000000Z",
    detectedAt: "2026-11-20T02:53:00.0000000Z",
    dataSourceId: "crm",
    status: "failed",
    partial: false,
  });
  expect(headers).toEqual({
    "content-type": "application/json",
    "user-agent": "customer-insights-triggers",
    "ce-specversion": "1.0",
    "ce-id": anEvent().eventId,
    "ce-source": `https://triggers.example/api/instances/${INSTANCE_ID}`,
    "ce-type": "customerinsights.data_source.refresh_failed",
    "ce-time": "2026-11-20T02:52:40.9000000Z",
    "ce-subject": "crm",
    "webhook-id": anEvent().eventId,
    "webhook-timestamp": "1795143181",
  });
});

test.each([
  ["data-source-refresh-failed", "customerinsights.data_source.refresh_failed"],
  ["data-source-refresh-succeeded", "customerinsights.data_source.refresh_succeeded"],
  ["segment-threshold-crossed", "customerinsights.segment.threshold_crossed"],
  ["measure-threshold-crossed", "customerinsights.measure.threshold_crossed"],
  ["full-refresh-completed", "customerinsights.full_refresh.completed"],
  ["unification-completed", "customerinsights.unification.completed"],
] as const)("the trigger %s has the CloudEvents type %s", (trigger, type) => {
  expect(buildCallback(anEvent({ trigger }), URL_VERBATIM, NOW, UNSIGNED).headers["ce-type"]).toBe(type);
});

test.each([
  ["Zürich", "Z%C3%BCrich"],
  ["Euro € 😀", "Euro%20%E2%82%AC%20%F0%9F%98%80"],
  ['50 % "off"', "50%20%25%20%22off%22"],
  ["a\r\nx-injected: 1", "a%0D%0Ax-injected:%201"],
  ["-._~!*'()", "-._~!*'()"],
  ["\u007F\u0080", "%7F%C2%80"],
  ["cut \uD83D", "cut%20%EF%BF%BD"],
])("the resource %j is told in a header as %s", (resource, subject) => {
  expect(buildCallback(anEvent({ resource }), URL_VERBATIM, NOW, UNSIGNED).headers["ce-subject"]).toBe(subject);
});

test("an event of no resource has no subject, in no header and in no body", () => {
  const { resource: _, ...event } = anEvent({ trigger: "full-refresh-completed", fields: {} });
  const { headers, body } = buildCallback(event, URL_VERBATIM, NOW, UNSIGNED);
  expect(Object.keys(headers)).not.toContain("ce-subject");
  expect(body).not.toContain("null");
});

test("whatever the names in an event, its callback is a CloudEvents message in binary mode", () => {
  const names = fc.string({ unit: "binary", minLength: 1 });
  fc.assert(
    fc.property(fc.constantFrom(...TRIGGERS), names, names, (trigger, resource, dataSourceName) => {
      const event = anEvent({ trigger, resource, fields: { dataSourceName } });
      const { headers, body } = buildCallback(event, URL_VERBATIM, NOW, UNSIGNED);
      expect(binaryMessageProblems(headers, body)).toEqual([]);
      expect(decodeURIComponent(headers["ce-subject"] ?? "")).toBe(Buffer.from(resource).toString());
      expect(JSON.parse(body)).toMatchObject({ dataSourceName });
    }),
  );
});

test("an attempt is signed with every key over its own time, and the event's id stays", () => {
  const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const signed = { ...UNSIGNED, signingKeys: keys };
  const first = buildCallback(anEvent(), URL_VERBATIM, new Date(), signed);
  const later = buildCallback(anEvent(), URL_VERBATIM, new Date(Date.now() + 60_000), signed);
  for (const key of keys) {
    const receiver = new Webhook(key.toString("base64"));
    expect(receiver.verify(first.body, { ...first.headers })).toEqual(JSON.parse(first.body));
    expect(receiver.verify(later.body, { ...later.headers })).toEqual(JSON.parse(first.body));
  }
  expect(later.headers["webhook-id"]).toBe(first.headers["webhook-id"]);
  expect(later.headers["webhook-timestamp"]).not.toBe(first.headers["webhook-timestamp"]);
});

test("the callback URL is nowhere but in the address", () => {
  const { headers, body } = buildCallback(anEvent({ occurredAt: anInstant() }), URL_VERBATIM, NOW, UNSIGNED);
  expect(JSON.stringify(headers) + body).not.toContain("sig=");
});

const OLD_KEY = randomBytes(24);
const NEW_KEY = randomBytes(64);
const PARTS = { id: "evt_1", timestamp: String(Math.floor(Date.now() / 1000)), body: '{"name":"Zürich 😀"}' };

function signatureHeaders(signature: string | undefined): Record<string, string> {
  return { "webhook-id": PARTS.id, "webhook-timestamp": PARTS.timestamp, "webhook-signature": signature ?? "" };
}

/** The receiver's view: the public verifier with the secret it was given. */
function verifier(key: Buffer): Webhook {
  return new Webhook(`whsec_${key.toString("base64")}`);
}

test.each([
  ["old", OLD_KEY],
  ["new", NEW_KEY],
])("a callback signed with two keys is accepted by a receiver that knows the %s one", (_, key) => {
  const signature = signCallback(PARTS, [NEW_KEY, OLD_KEY]);
  expect(verifier(key).verify(PARTS.body, signatureHeaders(signature))).toEqual(JSON.parse(PARTS.body));
});

test("a receiver with another key refuses it", () => {
  const signature = signCallback(PARTS, [NEW_KEY, OLD_KEY]);
  expect(() => verifier(randomBytes(32)).verify(PARTS.body, signatureHeaders(signature))).toThrow(
    "No matching signature",
  );
});

test.each([
  ["id", { "webhook-id": "evt_2" }],
  ["timestamp", { "webhook-timestamp": String(Number(PARTS.timestamp) - 1) }],
])("a changed %s is refused", (_, changed) => {
  const signed = signatureHeaders(signCallback(PARTS, [NEW_KEY]));
  expect(() => verifier(NEW_KEY).verify(PARTS.body, { ...signed, ...changed })).toThrow("No matching signature");
});

test("a changed body is refused", () => {
  expect(() => verifier(NEW_KEY).verify(`${PARTS.body} `, signatureHeaders(signCallback(PARTS, [NEW_KEY])))).toThrow(
    "No matching signature",
  );
});

test("without keys there is no signature", () => {
  expect(signCallback(PARTS, [])).toBeUndefined();
});
