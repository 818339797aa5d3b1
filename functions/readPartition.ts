import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerPartition } from "../shared/http/partitions/answerPartition";
import { parsePartitionRequest } from "../shared/http/partitions/parsePartitionRequest";
import { readPartition } from "../shared/reads/partitions/readPartition";
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
