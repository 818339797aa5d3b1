import { unseen } from "../../builders/unseen";
import * as fc from "fast-check";
import { createSealer } from "../../../shared/access/createSealer";
import { answerAnyone } from "../../../shared/http/answerAnyone";
import { answerPartition } from "../../../shared/http/partitions/answerPartition";
import { answerPartitions } from "../../../shared/http/partitions/answerPartitions";
import { parsePartitionRequest } from "../../../shared/http/partitions/parsePartitionRequest";
import { parsePartitionsRequest } from "../../../shared/http/partitions/parsePartitionsRequest";
import { answerCreated } from "../../../shared/http/writes/answerCreated";
import { answerUpdated } from "../../../shared/http/writes/answerUpdated";
import { parseItemUpdate } from "../../../shared/http/writes/parseItemUpdate";
import { parseItemWrite } from "../../../shared/http/writes/parseItemWrite";
import { INSTANCE_ID } from "../../builders/anEvent";
import { aContext, aHttpRequest } from "../aHttpRequest";
import { aCaller } from "../../builders/aCaller";

const BASE = "https://triggers.example/api";
const sealer = createSealer([{ keyId: "k1", key: Buffer.alloc(32, 1) }]);
const ID = "0".repeat(32);

const aText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    ..."||.|..|/|%2F|%00|*|0|-1|1e3|999999999|NaN|null|__proto__|constructor|k1.|k1.AAAA|{}|[]".split("|"),
  ),
);
const oftenRight = (right: string): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(right) }, aText);
const aCase = fc.record({
  instanceId: oftenRight(INSTANCE_ID),
  entity: oftenRight("Customer"),
  partitionId: oftenRight(ID),
  itemId: oftenRight("1"),
  query: fc.dictionary(
    fc.oneof(fc.constantFrom("$top", "$skiptoken", "$filter", "validUntil", "code"), aText),
    fc.oneof(aText, fc.constantFrom("1", "5000", "2026-11-20T09:00:00Z", sealer.seal("{}"), sealer.seal("https://x"))),
    { maxKeys: 3 },
  ),
  ifMatch: fc.constantFrom(undefined, "*", '"1"', "x"),
  body: fc.oneof(fc.json(), aText, fc.constant('{"A":1}'), fc.constant(`${"[".repeat(5_000)}${"]".repeat(5_000)}`)),
});

test("whatever a caller sends, it is answered, never with a 500 and never at length", async () => {
  await fc.assert(
    fc.asyncProperty(aCase, async ({ instanceId, entity, partitionId, itemId, query, ifMatch, body }) => {
      const headers = { "content-type": "application/json", ...(ifMatch !== undefined && { "if-match": ifMatch }) };
      const given = { params: { instanceId, entity, partitionId, itemId }, query, headers, json: body };
      const routes = [
        (request: ReturnType<typeof aHttpRequest>) => {
          const asked = parsePartitionsRequest(request, aCaller());
          const result = { outcome: "listed", items: [{ partitionId: ID }], cursor: ID } as const;
          return answerPartitions({ request, entity: asked, publicBaseUrl: BASE }, result);
        },
        (request: ReturnType<typeof aHttpRequest>) => {
          const partition = parsePartitionRequest(request, aCaller(), sealer);
          const next = { partitionId: ID, offset: 1, row: 1, columnsMark: "x" };
          const result = { outcome: "read", rows: [], next } as const;
          return answerPartition({ request, partition, publicBaseUrl: BASE, sealer }, result);
        },
        async (request: ReturnType<typeof aHttpRequest>) =>
          answerCreated(await parseItemWrite(request, aCaller()), { outcome: "created" }),
        async (request: ReturnType<typeof aHttpRequest>) =>
          answerUpdated(await parseItemUpdate(request, aCaller()), { outcome: "updated" }),
      ];
      for (const route of routes) {
        const request = aHttpRequest(given);
        const { status, jsonBody } = await answerAnyone(request, aContext().context, unseen, async () =>
          route(request),
        );
        expect([200, 201, 204, 400, 404, 413]).toContain(status);
        expect(JSON.stringify(jsonBody ?? "").length).toBeLessThan(20_000);
        const link = (jsonBody as Record<string, unknown> | undefined)?.["@odata.nextLink"];
        const origin = typeof link === "string" ? new URL(link).origin : "https://triggers.example";
        expect(origin).toBe("https://triggers.example");
      }
    }),
    { numRuns: 1_500 },
  );
}, 60_000);
