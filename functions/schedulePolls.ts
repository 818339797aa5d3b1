import { app } from "@azure/functions";
import { schedulePolls } from "../shared/detection/schedulePolls";
import { services } from "../shared/runtime/services";

app.timer("schedulePolls", {
  schedule: "*/5 * * * * *",
  handler: (_timer, context) => schedulePolls(services(context)),
});
