import { app } from "@azure/functions";
import { recordPoison } from "../shared/delivery/deadLetters/poison";
import { unitOfWork } from "../shared/runtime/services";
import { parsePoison } from "../shared/validation/parsePoison";

app.storageQueue("recordPollPoison", {
  queueName: "polls-poison",
  connection: "AzureWebJobsStorage",
  handler: (message, context) =>
    unitOfWork(context, (deps) => recordPoison(parsePoison("polls", message, context.triggerMetadata), deps)),
});
