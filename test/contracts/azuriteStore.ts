import { QueueServiceClient } from "@azure/storage-queue";
import { connectionString, startAzurite } from "../../dev/azurite/startAzurite";
import { createQueues } from "../../shared/storage/createQueues";
import { createTables } from "../../shared/storage/createTables";
import { openLossyProxy } from "./lossyProxy";
import { type Store } from "./stores";

const SENDS_OF_A_WRITE = 4;

export async function openAzuriteStore(): Promise<Store> {
  const azurite = await startAzurite();
  const proxy = await openLossyProxy(azurite.ports.table);
  const settings = {
    kind: "connection-string",
    connectionString: connectionString({ ...azurite.ports, table: proxy.port }),
  } as const;
  const service = QueueServiceClient.fromConnectionString(azurite.connectionString);
  const queues = createQueues(settings);
  return {
    tables: createTables(settings),
    queues,
    loseNextAnswer: () => proxy.lose({ what: "answers", times: 1 }),
    loseNextAnswerForGood: () => proxy.lose({ what: "answers", times: SENDS_OF_A_WRITE }),
    loseNextWrite: () => proxy.lose({ what: "writes", times: SENDS_OF_A_WRITE }),
    receive: async (name) => {
      const queue = service.getQueueClient(queues[name].name);
      const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
      await Promise.all(receivedMessageItems.map((item) => queue.deleteMessage(item.messageId, item.popReceipt)));
      return receivedMessageItems.map(({ messageText }) => ({ text: messageText, delaySeconds: 0 }));
    },
    close: async () => {
      await proxy.close();
      await azurite.stop();
    },
  };
}
