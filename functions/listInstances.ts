import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerLookup } from "../shared/http/reads/answerLookup";
import { listInstances } from "../shared/reads/lookups/listInstances";
import { services } from "../shared/runtime/services";

app.http("listInstances", {
  methods: ["GET"],
  authLevel: "function",
  route: "instances",
  handler: (request, context) =>
    answer(request, context, async () => answerLookup(await listInstances(services(context)))),
});
