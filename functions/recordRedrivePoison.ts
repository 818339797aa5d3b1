import { app } from "@azure/functions";
import { recordPoison } from "../shared/delivery/poison/recordPoison";
import { unitOfWork } from "../shared/runtime/unitOfWork";
import { parsePoison } from "../shared/validation/parsePoison";

app.storageQueue("recordRedrivePoison", {
  queueName: "redrives-poison",
  connection: "AzureWebJobsStorage",
  handler: (message, context) =>
    unitOfWork(context, (deps) => recordPoison(parsePoison("redrives", message, context.triggerMetadata), deps)),
});
