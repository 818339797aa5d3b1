import { app } from "@azure/functions";
import { purge } from "../shared/delivery/purge/purge";
import { unitOfWork } from "../shared/runtime/services";

// Hourly, off the full hour, at which much else begins.
app.timer("purge", {
  schedule: "0 23 * * * *",
  handler: (_timer, context) => unitOfWork(context, purge),
});
