import { app } from "@azure/functions";
import { dispatchEvent } from "../shared/delivery/dispatchEvent";
import { services } from "../shared/runtime/services";
import { parseDispatchTask } from "../shared/validation/parseTask";

app.storageQueue("dispatchEvent", {
  queueName: "events",
  connection: "AzureWebJobsStorage",
  handler: (message, context) => dispatchEvent(parseDispatchTask(message), services(context)),
});
