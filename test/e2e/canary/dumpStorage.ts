import { TableClient, TableServiceClient } from "@azure/data-tables";
import { QueueServiceClient } from "@azure/storage-queue";
import { type Written } from "./findSecrets";

const OPTIONS = { allowInsecureConnection: true };

/** Every row of every table, without what is sealed, and every message of every queue, decoded. */
export async function dumpStorage(connectionString: string): Promise<readonly Written[]> {
  return [...(await dumpTables(connectionString)), ...(await dumpQueues(connectionString))];
}

async function dumpTables(connectionString: string): Promise<readonly Written[]> {
  const written: Written[] = [];
  for await (const { name = "" } of TableServiceClient.fromConnectionString(connectionString, OPTIONS).listTables()) {
    const table = TableClient.fromConnectionString(connectionString, name, OPTIONS);
    for await (const { sealedUrl: _, ...row } of table.listEntities()) {
      written.push({ where: `table ${name}`, text: JSON.stringify(row) });
    }
  }
  return written;
}

async function dumpQueues(connectionString: string): Promise<readonly Written[]> {
  const service = QueueServiceClient.fromConnectionString(connectionString);
  const written: Written[] = [];
  for await (const { name } of service.listQueues()) {
    const { peekedMessageItems } = await service.getQueueClient(name).peekMessages({ numberOfMessages: 32 });
    for (const { messageText } of peekedMessageItems) {
      const decoded = Buffer.from(messageText, "base64").toString();
      written.push({ where: `queue ${name}`, text: `${messageText} ${decoded}` });
    }
  }
  return written;
}
