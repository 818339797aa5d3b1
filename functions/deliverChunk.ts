import { app } from "@azure/functions";
import { deliverChunk } from "../shared/delivery/deliverChunk";
import { services } from "../shared/runtime/services";
import { parseDeliveryTask } from "../shared/validation/parseTask";

app.storageQueue("deliverChunk", {
  queueName: "deliveries",
  connection: "AzureWebJobsStorage",
  handler: (message, context) => deliverChunk(parseDeliveryTask(message), services(context)),
});
