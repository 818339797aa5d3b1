import { app } from "@azure/functions";
import { recordPoison } from "../shared/delivery/poison/recordPoison";
import { services } from "../shared/runtime/services";
import { parsePoison } from "../shared/validation/parsePoison";

app.storageQueue("recordPollPoison", {
  queueName: "polls-poison",
  connection: "AzureWebJobsStorage",
  handler: (message, context) =>
    recordPoison(parsePoison("polls", message, context.triggerMetadata), services(context)),
});
