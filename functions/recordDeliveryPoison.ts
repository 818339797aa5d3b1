import { app } from "@azure/functions";
import { recordPoison } from "../shared/delivery/poison/recordPoison";
import { services } from "../shared/runtime/services";
import { parsePoison } from "../shared/validation/parsePoison";

app.storageQueue("recordDeliveryPoison", {
  queueName: "deliveries-poison",
  connection: "AzureWebJobsStorage",
  handler: (message, context) =>
    recordPoison(parsePoison("deliveries", message, context.triggerMetadata), services(context)),
});
