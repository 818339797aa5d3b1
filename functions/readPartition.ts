import { app } from "@azure/functions";
import { readPartition } from "../shared/data/partitions/readPartition";
import { answer } from "../shared/http/answer";
import { answerPartition, parsePartitionRequest } from "../shared/http/routes/partitions";
import { services } from "../shared/runtime/services";

app.http("readPartition", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/entities/{entity}/partitions/{partitionId}",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, { partitions, links }) => {
      const partition = parsePartitionRequest(request, caller, links.sealer);
      return answerPartition({ request, partition, ...links }, await readPartition(partition, partitions));
    }),
});
