import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { LOCAL_API_KEY } from "../../../dev/start/hostSettings";
import { createPaint } from "../../../dev/start/terminal";
import { describeStart, findExample } from "../../../dev/start/welcome";

const addresses = {
  hostUrl: "http://localhost:1",
  simulatorUrl: "http://localhost:2",
  flowUrl: "http://localhost:3",
  azurite: { blob: 4, queue: 5, table: 6 },
};
const example = { instanceId: "i1", dataSourceId: "d1", dataSourceName: "Orders" };

test("the three things to try are whole commands", () => {
  const commands = describeStart(addresses, example, createPaint(false, {}))
    .split("\n")
    .filter((line) => line.startsWith("   curl"))
    .map((line) => line.trim());
  expect(commands).toEqual([
    `curl -i -X POST http://localhost:1/api/instances/i1/triggers/data-source-refresh-failed -H "x-api-key: ${LOCAL_API_KEY}" -H "content-type: application/json" -d '{"callbackUrl":"http://localhost:3/flows/my-flow","dataSourceId":"d1"}'`,
    `curl -i -X POST http://localhost:2/_control/refresh -H "content-type: application/json" -d '{"instanceId":"i1","scope":"source","dataSourceId":"d1","outcomes":{"d1":"fail"}}'`,
    `curl "http://localhost:3/_control/received?flow=my-flow&wait=1&timeoutMs=30000"`,
  ]);
});

test.each([
  [undefined, "tables 6, in memory"],
  [".azurite", "tables 6, kept in .azurite"],
])("storage kept in %s is described", (persistTo, expected) => {
  const text = describeStart({ ...addresses, ...(persistTo && { persistTo }) }, example, createPaint(false, {}));
  expect(text).toContain(expected);
});

async function withSimulator<T>(world: object, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((_request, response) => response.end(JSON.stringify(world)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("the example is the first data source that can be refreshed", async () => {
  const dataSources = [
    { dataSourceId: "off", name: "a", isActive: false },
    { dataSourceId: "elsewhere", name: "b", hasNode: false },
    { dataSourceId: "d1", name: "orders", friendlyName: "Orders" },
  ];
  const world = {
    instances: [
      { instanceId: "empty", dataSources: [] },
      { instanceId: "i1", dataSources },
    ],
  };
  expect(await withSimulator(world, findExample)).toEqual(example);
});

test("a simulator without data sources is an error", async () => {
  await expect(withSimulator({}, findExample)).rejects.toThrow("has no instance with a data source");
});
