import { type DeliveryTask } from "../../model/task";
import { type Queue } from "./queue";

/** `deliveries`: the queue of that name. The task shows after `delaySeconds`. */
export const queueDelivery =
  (deliveries: Queue) =>
  ({ instanceId, sequence, eventId, chunkId, claim }: DeliveryTask, delaySeconds: number): Promise<void> =>
    deliveries.send(JSON.stringify({ instanceId, sequence, eventId, chunkId, claim }), delaySeconds);
