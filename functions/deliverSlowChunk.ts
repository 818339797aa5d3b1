import { app } from "@azure/functions";
import { deliverSlowChunk } from "../shared/delivery/deliverChunk";
import { services } from "../shared/runtime/services";
import { parseDeliveryTask } from "../shared/validation/parseTask";

app.storageQueue("deliverSlowChunk", {
  queueName: "deliveries-slow",
  connection: "AzureWebJobsStorage",
  handler: (message, context) => deliverSlowChunk(parseDeliveryTask(message), services(context)),
});
