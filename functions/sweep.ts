import { app } from "@azure/functions";
import { sweep } from "../shared/delivery/sweep";
import { unitOfWork } from "../shared/runtime/services";

// The work of a host that died is tried again within a minute: after the longer lease (35 s) and this interval.
app.timer("sweep", {
  schedule: "*/15 * * * * *",
  handler: (_timer, context) => unitOfWork(context, sweep),
});
