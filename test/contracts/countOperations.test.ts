import { randomUUID } from "node:crypto";
import { type Azurite, startAzurite } from "../../dev/azurite/startAzurite";
import { type StorageOperation } from "../../shared/model/log";
import { createQueues } from "../../shared/storage/createQueues";
import { createTables } from "../../shared/storage/createTables";

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

test("each request to tables and queues is counted by what it does, also those that create them", async () => {
  const counted: string[] = [];
  const count = ({ service, operation }: StorageOperation): void => void counted.push(`${service} ${operation}`);
  const settings = { kind: "connection-string", connectionString: azurite.connectionString } as const;
  const { watches } = createTables(settings, count);
  const { polls } = createQueues(settings, count);
  const partition = randomUUID();
  await watches.write(partition, [{ kind: "insert", row: "a", values: { x: 1 } }]);
  await watches.get(partition, "a");
  await watches.list(partition, { from: "a", before: "b" });
  await watches.write(partition, [
    { kind: "merge", row: "a", values: { x: 2 } },
    { kind: "insert", row: "b", values: {} },
  ]);
  await polls.send("{}", 0);
  expect(counted).toEqual([
    "table insert",
    "table create",
    "table insert",
    "table get",
    "table query",
    "table transaction",
    "queue send",
    "queue create",
    "queue send",
  ]);
});
