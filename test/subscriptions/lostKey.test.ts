import { randomBytes } from "node:crypto";
import { createSealer } from "../../shared/access/sealer";
import { type SubscriptionKey } from "../../shared/model/subscription";
import { subscriptionIndexStore } from "../../shared/storage/subscriptions/indexes";
import { subscriptionStore } from "../../shared/storage/subscriptions/subscriptions";
import { subscribe } from "../../shared/subscriptions/subscribe";
import { toSubscriptionId } from "../../shared/subscriptions/subscriptionId";
import { unsubscribe } from "../../shared/subscriptions/unsubscribe";
import { OTHER_INSTANCE_ID } from "../builders/anEvent";
import { type MemoryTable, memoryTable } from "../fakes/memoryTable";
import { type WorldDeps, aRequest, aWorld, depsOf } from "./subscriptionWorld";

/** The stored functions as a host has them whose only encryption key has this name. */
function withKey(keyId: string, subscriptions: MemoryTable): WorldDeps {
  const sealing = createSealer([{ keyId, key: randomBytes(32) }]);
  const deps = { sealing, report: jest.fn() };
  return {
    ...depsOf(aWorld()),
    ...subscriptionStore(subscriptions, deps),
    ...subscriptionIndexStore(subscriptions, deps),
    randomId,
  };
}

function randomId(): string {
  return randomBytes(16).toString("base64url");
}

async function subscribed(deps: WorldDeps, instanceId?: string): Promise<SubscriptionKey> {
  const made = await subscribe(aRequest(instanceId === undefined ? {} : { instanceId }), deps);
  if (made.outcome !== "created") throw new Error(made.refusal.reason);
  return made.key;
}

async function isLive(table: MemoryTable, { instanceId, random }: SubscriptionKey): Promise<unknown> {
  const rows = await table.list(instanceId, { from: "", before: "~" });
  return rows.find(({ row }) => row.endsWith(random))?.values["live"];
}

test("a flow that is saved again replaces its subscription whose encryption key is lost", async () => {
  const table = memoryTable("Subscriptions");
  const older = await subscribed(withKey("lost", table));
  const newer = await subscribed(withKey("new", table));
  expect([await isLive(table, older), await isLive(table, newer)]).toEqual([false, true]);
});

test("…also where it watched another instance", async () => {
  const table = memoryTable("Subscriptions");
  const older = await subscribed(withKey("lost", table));
  const newer = await subscribed(withKey("new", table), OTHER_INSTANCE_ID);
  expect([await isLive(table, older), await isLive(table, newer)]).toEqual([undefined, true]);
});

test("a flow can be deleted whose subscription's encryption key is lost", async () => {
  const table = memoryTable("Subscriptions");
  const key = await subscribed(withKey("lost", table));
  await unsubscribe(toSubscriptionId(key), withKey("new", table));
  expect(await isLive(table, key)).toBeUndefined();
});
