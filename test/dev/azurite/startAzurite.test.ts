import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TableClient } from "@azure/data-tables";
import { QueueServiceClient } from "@azure/storage-queue";
import { type Azurite, startAzurite } from "../../../dev/azurite/startAzurite";

const started: Azurite[] = [];
const start = async (options: Parameters<typeof startAzurite>[0] = {}): Promise<Azurite> => {
  const azurite = await startAzurite(options);
  started.push(azurite);
  return azurite;
};
afterEach(async () => {
  await Promise.all(started.splice(0).map((azurite) => azurite.kill()));
});

const table = ({ connectionString }: Azurite): TableClient =>
  TableClient.fromConnectionString(connectionString, "Things", { allowInsecureConnection: true });

test("tables and queues answer the current SDKs on free ports", async () => {
  const azurite = await start();
  await table(azurite).createTable();
  await table(azurite).createEntity({ partitionKey: "a", rowKey: "b" });
  const queue = QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient("things");
  await queue.create();
  await queue.sendMessage("hello");

  expect(new Set(Object.values(azurite.ports)).size).toBe(3);
  await expect(table(azurite).getEntity("a", "b")).resolves.toMatchObject({ rowKey: "b" });
  await expect(queue.receiveMessages()).resolves.toMatchObject({ receivedMessageItems: [{ messageText: "hello" }] });
  await expect(azurite.stop()).resolves.toEqual({ code: 0, signal: null });
});

test("a taken port is named with its flag, and nothing is left running", async () => {
  const { ports } = await start();
  await expect(startAzurite({ ports: { queue: ports.queue } })).rejects.toThrow(
    `port ${ports.queue} is taken by another program; choose another with --queue-port`,
  );
});

test("a folder keeps the rows over a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "azurite-"));
  const first = await start({ persistTo: folder });
  await table(first).createTable();
  await table(first).createEntity({ partitionKey: "a", rowKey: "kept" });
  await first.stop();
  const second = await start({ persistTo: folder });
  await expect(table(second).getEntity("a", "kept")).resolves.toMatchObject({ rowKey: "kept" });
  await second.stop();
  expect(await readdir(folder)).toContain("table.json");
  await rm(folder, { recursive: true });
});
