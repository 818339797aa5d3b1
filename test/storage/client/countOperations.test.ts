import { toStorageOperation } from "../../../shared/storage/client/countOperations";

const TABLES = "https://contoso.table.core.windows.net";
const AZURITE = "http://127.0.0.1:10002/devstoreaccount1";
const QUEUES = "https://contoso.queue.core.windows.net";

test.each<[string, string, string]>([
  ["GET", `${TABLES}/Watches(PartitionKey='watch',RowKey='i')?$select=x`, "get"],
  ["GET", `${AZURITE}/Watches(PartitionKey=%27watch%27,RowKey=%27i%27)`, "get"],
  ["GET", `${TABLES}/Watches()?$filter=PartitionKey%20eq%20'a,b'`, "query"],
  ["GET", `${TABLES}/Watches`, "query"],
  ["POST", `${TABLES}/$batch`, "transaction"],
  ["POST", `${AZURITE}/$batch`, "transaction"],
  ["POST", `${TABLES}/Tables`, "create"],
  ["POST", `${TABLES}/Watches`, "insert"],
  ["PUT", `${TABLES}/Watches(PartitionKey='a',RowKey='b')`, "replace"],
  ["PATCH", `${TABLES}/Watches(PartitionKey='a',RowKey='b')`, "merge"],
  ["DELETE", `${TABLES}/Watches(PartitionKey='a',RowKey='b')`, "remove"],
  ["OPTIONS", `${TABLES}/Watches`, "other"],
])("%s %s of tables is %s", (method, url, operation) => {
  expect(toStorageOperation("table", method, url)).toEqual({ service: "table", operation });
});

test.each<[string, string, string]>([
  ["POST", `${QUEUES}/polls/messages?visibilitytimeout=0&messagettl=-1`, "send"],
  ["PUT", `${QUEUES}/polls`, "create"],
  ["GET", `${QUEUES}/polls/messages`, "other"],
])("%s %s of queues is %s", (method, url, operation) => {
  expect(toStorageOperation("queue", method, url)).toEqual({ service: "queue", operation });
});
