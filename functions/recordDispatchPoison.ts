import { app } from "@azure/functions";
import { recordPoison } from "../shared/delivery/deadLetters/poison";
import { unitOfWork } from "../shared/runtime/services";
import { parsePoison } from "../shared/validation/parsePoison";

app.storageQueue("recordDispatchPoison", {
  queueName: "events-poison",
  connection: "AzureWebJobsStorage",
  handler: (message, context) =>
    unitOfWork(context, (deps) => recordPoison(parsePoison("events", message, context.triggerMetadata), deps)),
});
