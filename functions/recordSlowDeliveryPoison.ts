import { app } from "@azure/functions";
import { recordPoison } from "../shared/delivery/poison/recordPoison";
import { services } from "../shared/runtime/services";
import { parsePoison } from "../shared/validation/parsePoison";

app.storageQueue("recordSlowDeliveryPoison", {
  queueName: "deliveries-slow-poison",
  connection: "AzureWebJobsStorage",
  handler: (message, context) =>
    recordPoison(parsePoison("deliveries-slow", message, context.triggerMetadata), services(context)),
});
