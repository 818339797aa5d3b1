import { app } from "@azure/functions";
import { pollInstance } from "../shared/detection/pollInstance";
import { services } from "../shared/runtime/services";
import { parsePollTask } from "../shared/validation/parseTask";

app.storageQueue("pollInstance", {
  queueName: "polls",
  connection: "AzureWebJobsStorage",
  handler: (message, context) => pollInstance(parsePollTask(message), services(context)),
});
