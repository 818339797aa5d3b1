import { once } from "node:events";
import { createServer, request } from "node:http";
import { type AddressInfo } from "node:net";
import { AUTHORIZED, anInstance, subscribe } from "./company";
import { type Stack, startStack } from "./stack";

interface Gateway {
  readonly port: number;
  /** The paths that were asked for, decoded and resolved. */
  readonly paths: string[];
  close(): Promise<void>;
}

/** A gateway before CI that decodes a path three times and resolves its dots before it passes the request on. */
async function openGateway(targetPort: number): Promise<Gateway> {
  const paths: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const [target = "", query] = (incoming.url ?? "").split("?");
    const decoded = [1, 2, 3].reduce((text) => decodeURIComponent(text), target);
    const { pathname } = new URL(decoded.replaceAll("\\", "/"), "http://gateway");
    paths.push(pathname);
    const { method, headers } = incoming;
    const path = query === undefined ? pathname : `${pathname}?${query}`;
    const upstream = request({ host: "127.0.0.1", port: targetPort, method, path, headers, agent: false });
    upstream.on("error", () => incoming.socket.destroy());
    upstream.on("response", (answer) => answer.pipe(outgoing.writeHead(answer.statusCode ?? 500, answer.headers)));
    incoming.pipe(upstream);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    paths,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

const OTHER = "00000000-1111-4222-8333-444444444444";

let gateway: Gateway;
let stack: Stack;
let instanceId = "";

beforeAll(async () => {
  stack = await startStack(async ({ simulator }) => {
    gateway = await openGateway(simulator.port);
    ({ instanceId } = await anInstance({ simulator }));
    return { CI_BASE_URL: `http://127.0.0.1:${gateway.port}/v1`, ALLOWED_INSTANCES: `key:local=${instanceId}` };
  });
});

afterAll(async () => {
  await stack.stop();
  await gateway.close();
});

async function update(itemId: string): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${stack.host().url}/api/instances/${instanceId}/entities/Customer/items/${itemId}`, {
    method: "PATCH",
    headers: { ...AUTHORIZED, "content-type": "application/json" },
    body: JSON.stringify({ Email: "new@contoso.example" }),
  });
  return { status: response.status, json: response.status === 204 ? undefined : await response.json() };
}

test.each([
  `..%252f..%252f..%252f${OTHER}%252fdata%252fCustomer%252f1`,
  `..%2f..%2f..%2f${OTHER}%2fdata%2fCustomer%2f1`,
  `..%255c..%255c..%255c${OTHER}%255cdata%255cCustomer%255c1`,
  `..%25252f..%25252f..%25252f${OTHER}%25252fdata%25252fCustomer%25252f1`,
  `%252e%252e%252f%252e%252e%252f%252e%252e%252f${OTHER}%252fdata%252fCustomer%252f1`,
])("PATCH items/%s is refused before a gateway could take it to another instance", async (itemId) => {
  const before = gateway.paths.length;
  expect(await update(itemId)).toMatchObject({
    status: 400,
    json: { error: { code: "InvalidRequest", target: "itemId" } },
  });
  const foreign = gateway.paths.slice(before).filter((path) => /data/.test(path) || path.includes(OTHER));
  expect(foreign).toEqual([]);
});

test.each(["..", `../../../${OTHER}/manage/measures/X`, "\ud800", "/".repeat(200)])(
  "a subscribe to the measure %j is 400",
  async (measureName) => {
    const callbackUrl = stack.flow.callbackUrl("f");
    const body = { callbackUrl, measureName, threshold: 1 };
    const response = await subscribe(stack, `${instanceId}/triggers/measure-threshold-crossed`, body);
    expect([response.status, await response.json()]).toMatchObject([400, { error: { target: "measureName" } }]);
    expect(gateway.paths.filter((path) => path.includes(OTHER))).toEqual([]);
  },
);

test("an item whose key is fit for an address is changed, and one with a slash is read by a filter", async () => {
  const url = `${stack.host().url}/api/instances/${instanceId}/entities/Customer/items`;
  const page = await fetch(`${url}?$top=1&$select=CustomerId`, { headers: AUTHORIZED });
  const [item] = ((await page.json()) as { value: { CustomerId: string }[] }).value;
  expect(await update(item?.CustomerId ?? "")).toEqual({ status: 204 });
  const read = await fetch(`${url}/a%252Fb`, { headers: AUTHORIZED });
  expect([read.status, await read.json()]).toMatchObject([404, { error: { code: "UnknownItem" } }]);
});
