import { TableClient } from "@azure/data-tables";
import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import { randomUUID } from "node:crypto";
import { type Measurement } from "../report/report";
import { atOnce, repeat } from "./runs";

/** The rates that the emulator itself reaches, asked through the same SDKs by a client that does nothing else. */
export async function ceilings(connectionString: string, runs: number): Promise<readonly Measurement[]> {
  const table = TableClient.fromConnectionString(connectionString, "Ceiling", { allowInsecureConnection: true });
  const queue = QueueServiceClient.fromConnectionString(connectionString).getQueueClient("ceiling");
  await Promise.all([table.createTable(), queue.createIfNotExists()]);
  const inserts = await repeat(runs, () => perSecond(() => insertAll(table)));
  const sends: number[] = [];
  const receives: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    sends.push(await perSecond(() => sendAll(queue)));
    receives.push(await perSecond(() => receiveAll(queue)));
  }
  const on = "azurite";
  return [
    { name: "ceiling: insert of a row", on, unit: "per s", values: inserts },
    { name: "ceiling: send of a message", on, unit: "per s", values: sends },
    { name: "ceiling: receive and delete of a message", on, unit: "per s", values: receives },
  ];
}

const OPERATIONS = 1_000;

async function perSecond(run: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return OPERATIONS / ((performance.now() - startedAt) / 1_000);
}

function insertAll(table: TableClient): Promise<void> {
  const partitionKey = randomUUID();
  return operations(() => table.createEntity({ partitionKey, rowKey: randomUUID(), text: "x".repeat(300) }));
}

const AT_ONCE = 32;

function operations(each: () => Promise<unknown>): Promise<void> {
  return atOnce(
    AT_ONCE,
    Array.from({ length: OPERATIONS }, () => each),
  );
}

function sendAll(queue: QueueClient): Promise<void> {
  return operations(() => queue.sendMessage("x".repeat(200)));
}

const MESSAGES_OF_A_RECEIVE = 32;

async function receiveAll(queue: QueueClient): Promise<void> {
  let received = 0;
  while (received < OPERATIONS) {
    const { receivedMessageItems: items } = await queue.receiveMessages({ numberOfMessages: MESSAGES_OF_A_RECEIVE });
    await Promise.all(items.map(({ messageId, popReceipt }) => queue.deleteMessage(messageId, popReceipt)));
    received += items.length;
  }
}
