import { app } from "@azure/functions";
import { mayUseInstance } from "../shared/access/mayUseInstance";
import { answer } from "../shared/http/answer";
import { answerLookup } from "../shared/http/reads/answerLookup";
import { listInstances } from "../shared/reads/lookups/listInstances";
import { services } from "../shared/runtime/services";

app.http("listInstances", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) =>
      answerLookup(await listInstances((instanceId) => mayUseInstance(caller, instanceId), deps)),
    ),
});
