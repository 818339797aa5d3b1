import { app } from "@azure/functions";
import { recordPoison } from "../shared/delivery/poison/recordPoison";
import { services } from "../shared/runtime/services";
import { parsePoison } from "../shared/validation/parsePoison";

app.storageQueue("recordRedrivePoison", {
  queueName: "redrives-poison",
  connection: "AzureWebJobsStorage",
  handler: (message, context) =>
    recordPoison(parsePoison("redrives", message, context.triggerMetadata), services(context)),
});
