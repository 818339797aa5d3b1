import { app } from "@azure/functions";
import { listPartitions } from "../shared/data/partitions/findPartitions";
import { answer } from "../shared/http/answer";
import { answerPartitions, parsePartitionsRequest } from "../shared/http/routes/partitions";
import { services } from "../shared/runtime/services";

app.http("listPartitions", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/entities/{entity}/partitions",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, { partitions, links }) => {
      const entity = parsePartitionsRequest(request, caller);
      return answerPartitions({ request, entity, ...links }, await listPartitions(entity, partitions));
    }),
});
