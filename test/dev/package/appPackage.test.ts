import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { type Server, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { timeLoad } from "../../../bench/load/loadTimes";
import { startAzurite } from "../../../dev/azurite/startAzurite";
import { startHost } from "../../../dev/host/startHost";
import { type BuiltPackage, buildPackage } from "../../../dev/package/appPackage";
import { startSimulator } from "../../../dev/simulator/startSimulator";
import { LOCAL_API_KEY, withLocalApiKey } from "../../../dev/start/hostSettings";

const INSTANCE_ID = "22222222-2222-4222-8222-222222222222";
const ROOT = process.cwd();
/** Outside the repository: what is missing in the package is not found beside it. */
const outputs = [mkdtempSync(join(tmpdir(), "package-")), mkdtempSync(join(tmpdir(), "package-"))];
let built: BuiltPackage[];

beforeAll(async () => {
  built = await Promise.all(outputs.map((output) => buildPackage(ROOT, output)));
});
afterAll(() => {
  for (const output of outputs) rmSync(output, { recursive: true });
});

const first = (): BuiltPackage => built[0] as BuiltPackage;

test("equal sources make equal archives, of at most 2 MiB", () => {
  const [one, other] = built.map(({ zipFile }) => readFileSync(zipFile));
  expect(one?.length).toBeLessThan(2 * 1024 * 1024);
  expect(other && one?.equals(other)).toBe(true);
});

test("the package is the bundle, its map without sources, telemetry beside it, the licences, host.json and a package.json without dependencies", () => {
  const { directory } = first();
  const read = (file: string): unknown => JSON.parse(readFileSync(join(directory, file), "utf8"));
  const bundles = ["index.js", "index.js.LEGAL.txt", "index.js.map", "telemetry.js"];
  expect(readdirSync(directory).toSorted()).toEqual(["host.json", ...bundles, "package.json"].toSorted());
  expect(read("host.json")).toEqual(JSON.parse(readFileSync("host.json", "utf8")));
  expect(read("package.json")).toMatchObject({ main: "index.js" });
  expect(read("package.json")).not.toHaveProperty("dependencies");
  expect(read("index.js.map")).not.toHaveProperty("sourcesContent");
});

test("the package registers every function", async () => {
  const { functions } = await timeLoad([join(first().directory, "index.js")]);
  expect(functions).toEqual(readdirSync("functions").map((file) => parse(file).name));
});

test("what the package loads late is in it: the libraries of tables, queues and identities", async () => {
  const [identity, azurite, simulator] = await Promise.all([startIdentity(), startAzurite(), startSimulator()]);
  const host = await startHost({
    appDirectory: first().directory,
    env: {
      FUNCTIONS_WORKER_RUNTIME: "node",
      AzureWebJobsStorage: azurite.connectionString,
      CI_BASE_URL: `${simulator.url}/v1`,
      CI_SUBSCRIPTION_KEY: "simulator-key-1",
      CI_CLIENT_ID: "11111111-1111-4111-8111-111111111111",
      IDENTITY_ENDPOINT: `http://127.0.0.1:${(identity.address() as AddressInfo).port}/token`,
      IDENTITY_HEADER: "secret",
      API_KEYS: withLocalApiKey(undefined),
    },
  });
  const send = (path: string, init: RequestInit): Promise<Response> =>
    fetch(`${host.url}/api/${path}`, {
      ...init,
      headers: { "x-api-key": LOCAL_API_KEY, "content-type": "application/json" },
    });
  try {
    const health = await send("health", {});
    expect(await health.json()).toMatchObject({ status: "healthy" });
    // queues a dead letter's redelivery, whether there are any or not
    const redriven = await send("dead-letters/redrive", {
      method: "POST",
      body: JSON.stringify({ instanceId: INSTANCE_ID }),
    });
    expect({ status: redriven.status, body: await redriven.json() }).toMatchObject({ status: 202 });
  } finally {
    await Promise.all([host.stop(), azurite.stop(), simulator.stop()]);
    identity.close();
  }
});

/** Gives the token that the simulator wants, as App Service does to an app with an identity. */
async function startIdentity(): Promise<Server> {
  const expiresOn = Math.floor(Date.now() / 1_000) + 3_600;
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ access_token: "simulator-token", expires_on: `${expiresOn}`, token_type: "Bearer" }));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return server;
}
