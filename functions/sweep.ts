import { app } from "@azure/functions";
import { sweep } from "../shared/delivery/sweep";
import { unitOfWork } from "../shared/runtime/services";

// What a host that died has left behind is tried again within a minute: after the longer lease (35 s) and this.
app.timer("sweep", {
  schedule: "*/15 * * * * *",
  handler: (_timer, context) => unitOfWork(context, sweep),
});
