import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { signCallback } from "../../shared/delivery/signCallback";

const OLD_KEY = randomBytes(24);
const NEW_KEY = randomBytes(64);
const PARTS = { id: "evt_1", timestamp: String(Math.floor(Date.now() / 1000)), body: '{"name":"Zürich 😀"}' };

function headers(signature: string | undefined): Record<string, string> {
  return { "webhook-id": PARTS.id, "webhook-timestamp": PARTS.timestamp, "webhook-signature": signature ?? "" };
}

/** The receiver's view: the public verifier with the secret it was given. */
function receiver(key: Buffer): Webhook {
  return new Webhook(`whsec_${key.toString("base64")}`);
}

test.each([
  ["old", OLD_KEY],
  ["new", NEW_KEY],
])("a callback signed with two keys is accepted by a receiver that knows the %s one", (_, key) => {
  const signature = signCallback(PARTS, [NEW_KEY, OLD_KEY]);
  expect(receiver(key).verify(PARTS.body, headers(signature))).toEqual(JSON.parse(PARTS.body));
});

test("a receiver with another key refuses it", () => {
  const signature = signCallback(PARTS, [NEW_KEY, OLD_KEY]);
  expect(() => receiver(randomBytes(32)).verify(PARTS.body, headers(signature))).toThrow("No matching signature");
});

test.each([
  ["id", { "webhook-id": "evt_2" }],
  ["timestamp", { "webhook-timestamp": String(Number(PARTS.timestamp) - 1) }],
])("a changed %s is refused", (_, changed) => {
  const signed = headers(signCallback(PARTS, [NEW_KEY]));
  expect(() => receiver(NEW_KEY).verify(PARTS.body, { ...signed, ...changed })).toThrow("No matching signature");
});

test("a changed body is refused", () => {
  expect(() => receiver(NEW_KEY).verify(`${PARTS.body} `, headers(signCallback(PARTS, [NEW_KEY])))).toThrow(
    "No matching signature",
  );
});

test("without keys there is no signature", () => {
  expect(signCallback(PARTS, [])).toBeUndefined();
});
