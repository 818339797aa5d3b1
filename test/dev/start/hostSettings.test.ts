import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEncryptionKeys, hostSettings } from "../../../dev/start/hostSettings";

const surroundings = {
  connectionString: "storage",
  hostPort: 7,
  simulatorUrl: "http://localhost:8",
  encryptionKeys: "dev:key",
};

test("the app is pointed at the programs that run beside it", () => {
  expect(hostSettings(surroundings, {})).toMatchObject({
    AzureWebJobsStorage: "storage",
    FUNCTIONS_WORKER_RUNTIME: "node",
    AZURE_FUNCTIONS_ENVIRONMENT: "Development",
    PUBLIC_BASE_URL: "http://localhost:7/api",
    CI_BASE_URL: "http://localhost:8/v1",
    CI_SUBSCRIPTION_KEY: "simulator-key-1",
    CI_ACCESS_TOKEN: "simulator-token",
    CALLBACK_ALLOWED_HOSTS: "localhost,127.0.0.1,[::1]",
    PARTITION_ALLOWED_HOSTS: "localhost,127.0.0.1,[::1]",
    ENCRYPTION_KEYS: "dev:key",
  });
});

test("the person's environment wins, but for storage", () => {
  const settings = hostSettings(surroundings, { CI_BASE_URL: "https://real", AzureWebJobsStorage: "real" });
  expect(settings).not.toHaveProperty("CI_BASE_URL");
  expect(settings["AzureWebJobsStorage"]).toBe("storage");
});

test("keys are new each time in memory", async () => {
  const keys = await Promise.all([loadEncryptionKeys(), loadEncryptionKeys()]);
  expect(new Set(keys).size).toBe(2);
  const [id, key = ""] = keys[0].split(":");
  expect(id).toMatch(/^[\w-]{1,32}$/);
  expect(Buffer.from(key, "base64")).toHaveLength(32);
});

test("keys are kept, for their owner only, with storage that is kept", async () => {
  const parent = await mkdtemp(join(tmpdir(), "start-"));
  const folder = join(parent, "new");
  const keys = await loadEncryptionKeys(folder);
  expect(await loadEncryptionKeys(folder)).toBe(keys);
  expect((await stat(join(folder, "encryption-keys.txt"))).mode & 0o077).toBe(0);
  await rm(parent, { recursive: true });
});
