import { app } from "@azure/functions";
import { mayUseInstance } from "../shared/access/caller";
import { lookUpInstances } from "../shared/data/lookups";
import { answer } from "../shared/http/answer";
import { answerLookup } from "../shared/http/routes/lookups";
import { services } from "../shared/runtime/services";

app.http("listInstances", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) =>
      answerLookup(await lookUpInstances((instanceId) => mayUseInstance(caller, instanceId), deps)),
    ),
});
