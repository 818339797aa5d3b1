import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type Azurite, startAzurite } from "../../../dev/azurite/startAzurite";
import { type EncryptionKey, createSealer } from "../../../shared/access/sealer";
import { type Subscription, type SubscriptionKey } from "../../../shared/model/subscription";
import { type Tables, createTables } from "../../../shared/storage/createTables";
import { subscriptionStore } from "../../../shared/storage/subscriptions/subscriptions";
import { aKey, aSubscription } from "../../builders/aSubscription";
import { runProgram } from "../../dev/start/runProgram";

const ROOT = join(__dirname, "../../..");
const OLD: EncryptionKey = { keyId: "old", key: randomBytes(32) };
const NEW: EncryptionKey = { keyId: "new", key: randomBytes(32) };
const GONE: EncryptionKey = { keyId: "gone", key: randomBytes(32) };

let azurite: Azurite;
let tables: Tables;
beforeAll(async () => {
  azurite = await startAzurite();
  tables = createTables({ kind: "connection-string", connectionString: azurite.connectionString });
});
afterAll(() => azurite.stop());

function storeWith(key: EncryptionKey): ReturnType<typeof subscriptionStore> {
  return subscriptionStore(tables.subscriptions, { sealing: createSealer([key]), report: jest.fn() });
}

async function save(name: string, instance: number, key: EncryptionKey): Promise<Subscription> {
  const instanceId = `00000000-0000-4000-8000-00000000000${instance}`;
  const subscription = aSubscription({
    key: aKey(name, { instanceId }),
    callbackUrl: `https://a.example/?sig=${name}`,
  });
  await storeWith(key).saveSubscription(subscription, []);
  return subscription;
}

function load(key: SubscriptionKey, encryptionKey: EncryptionKey): Promise<Subscription | undefined> {
  return storeWith(encryptionKey).loadSubscription(key);
}

async function rotate(
  keys: readonly EncryptionKey[],
  args: readonly string[] = [],
): Promise<{ code: number | null; output: string }> {
  const ENCRYPTION_KEYS = keys.map(({ keyId, key }) => `${keyId}:${key.toString("base64")}`).join(",");
  const env = { AzureWebJobsStorage: azurite.connectionString, ENCRYPTION_KEYS };
  const program = runProgram("operate/rotateKeys/main.ts", args, ROOT, env);
  const { code } = await program.ended;
  return { code, output: program.output() };
}

test("rotation seals what an older key sealed with the newest, of every instance, and says when the older may go", async () => {
  expect(await rotate([NEW])).toMatchObject({ code: 0 });
  const saved = await Promise.all(
    Array.from({ length: 130 }, (_, index) => save(`url-${index}-`, index % 3, index % 10 === 0 ? NEW : OLD)),
  );
  const preview = await rotate([NEW, OLD], ["--preview"]);
  expect(preview).toMatchObject({ code: 1, output: expect.stringContaining("117 callback URLs to be sealed again") });
  await expect(load(saved[1]?.key ?? aKey(), NEW)).rejects.toThrow("no encryption key named 'old'");

  const first = await rotate([NEW, OLD]);
  expect(first.code).toBe(0);
  expect(first.output).toContain("pass 1: 117 callback URLs sealed again");
  expect(first.output).toContain("Every callback URL is sealed by 'new'. 'old' can leave ENCRYPTION_KEYS");
  for (const each of saved) expect(await load(each.key, NEW)).toEqual(each);

  expect((await rotate([NEW, OLD])).output).not.toContain("pass");
});

test("a callback URL whose key is gone is named, stays as it is, and holds up no other", async () => {
  const [lost, other] = [await save("lost", 1, GONE), await save("other", 1, OLD)];
  const { code, output } = await rotate([NEW, OLD]);
  expect(code).toBe(1);
  expect(output).toContain("1 cannot be opened: no encryption key named 'gone'");
  expect(output).not.toMatch(/sig=|AccountKey/);
  expect(await load(lost.key, GONE)).toEqual(lost);
  expect(await load(other.key, NEW)).toEqual(other);
});

test.each<[string, EncryptionKey[], string[], string]>([
  ["an unknown option", [NEW], ["--force"], "Unknown option '--force'"],
  ["a short key", [{ keyId: "short", key: randomBytes(8) }], [], "ENCRYPTION_KEYS must be a list of name:base64"],
])("%s is refused", async (_, keys, args, message) => {
  const { code, output } = await rotate(keys, args);
  expect({ code, isTold: output.includes(message) }).toEqual({ code: 1, isTold: true });
});
