import { app } from "@azure/functions";
import { sweep } from "../shared/delivery/sweep";
import { services } from "../shared/runtime/services";

app.timer("sweep", {
  schedule: "*/30 * * * * *",
  handler: (_timer, context) => sweep(services(context)),
});
