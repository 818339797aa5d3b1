import { app } from "@azure/functions";
import { schedulePolls } from "../shared/detection/watches";
import { unitOfWork } from "../shared/runtime/services";

app.timer("schedulePolls", {
  schedule: "*/5 * * * * *",
  handler: (_timer, context) => unitOfWork(context, schedulePolls),
});
