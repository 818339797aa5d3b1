import { app } from "@azure/functions";
import { pollInstance } from "../shared/detection/pollInstance";
import { unitOfWork } from "../shared/runtime/services";
import { parsePollTask } from "../shared/validation/parseTask";

app.storageQueue("pollInstance", {
  queueName: "polls",
  connection: "AzureWebJobsStorage",
  handler: (message, context) => {
    const task = parsePollTask(message);
    return unitOfWork(context, (deps) => pollInstance(task, deps), task.traceparent);
  },
});
