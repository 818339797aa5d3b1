import { app } from "@azure/functions";
import { advanceRedrive } from "../shared/delivery/deadLetters/advanceRedrive";
import { unitOfWork } from "../shared/runtime/services";
import { parseRedriveTask } from "../shared/validation/parseTask";

app.storageQueue("advanceRedrive", {
  queueName: "redrives",
  connection: "AzureWebJobsStorage",
  handler: (message, context) => unitOfWork(context, (deps) => advanceRedrive(parseRedriveTask(message), deps)),
});
