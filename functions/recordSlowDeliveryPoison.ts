import { app } from "@azure/functions";
import { recordPoison } from "../shared/delivery/deadLetters/poison";
import { unitOfWork } from "../shared/runtime/services";
import { parsePoison } from "../shared/validation/parsePoison";

app.storageQueue("recordSlowDeliveryPoison", {
  queueName: "deliveries-slow-poison",
  connection: "AzureWebJobsStorage",
  handler: (message, context) =>
    unitOfWork(context, (deps) => recordPoison(parsePoison("deliveries-slow", message, context.triggerMetadata), deps)),
});
