import { hash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { anInstance, nextPoll, refresh, statusReport, unsubscribe } from "./company";
import { dumpStorage } from "./canary/dumpStorage";
import { type EchoProxy, openEchoProxy } from "./canary/echoProxy";
import { type Planted, type Written, findSecrets } from "./canary/findSecrets";
import { type Stack, startStack } from "./stack";

/** One secret of every kind that nothing else could be taken for. */
const secret = (name: string): string => `canary-${name}-${randomBytes(12).toString("hex")}`;
const TOKEN = secret("token");
const SUBSCRIPTION_KEY = secret("subscription-key");
const CALLER_KEY = secret("caller-key");
const BEARER = secret("bearer");
const SIGNATURE = secret("signature");
const ENCRYPTION_KEY = randomBytes(32);
const SIGNING_KEY = randomBytes(32);

let stack: Stack;
let source: EchoProxy;
let tables: EchoProxy;
let receiverUrl: string;
const written: Written[] = [];

/** Answers with an error that repeats what it was called with, wherever an error has room for it. */
const receiver = createServer((request, response) => {
  const said = `${request.url} ${JSON.stringify(request.headers)}`;
  const json = JSON.stringify({ error: { code: request.url?.replace("/run?sig=", ""), message: said } });
  request.resume();
  response.writeHead(500, { "x-said": request.url, "content-type": "application/json" }).end(json);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    receiver.listen(0, "127.0.0.1", resolve);
  });
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/run?sig=${SIGNATURE}`;
  stack = await startStack(async ({ azurite, simulator }) => {
    source = await openEchoProxy(Number(new URL(simulator.url).port), (headers) => ({
      ...headers,
      authorization: "Bearer simulator-token",
      "ocp-apim-subscription-key": "simulator-key-1",
    }));
    tables = await openEchoProxy(azurite.ports.table);
    return {
      AzureWebJobsStorage: azurite.connectionString.replace(`:${azurite.ports.table}/`, `:${tables.port}/`),
      CI_BASE_URL: `http://127.0.0.1:${source.port}/v1`,
      CI_ACCESS_TOKEN: TOKEN,
      CI_SUBSCRIPTION_KEY: SUBSCRIPTION_KEY,
      ENCRYPTION_KEYS: `canary:${ENCRYPTION_KEY.toString("base64")}`,
      API_KEYS: `caller:${hash("sha256", CALLER_KEY, "hex")}:read+subscribe`,
      WEBHOOK_SIGNING_KEYS: `whsec_${SIGNING_KEY.toString("base64")}`,
    };
  });
});

afterAll(async () => {
  await stack.stop();
  await Promise.all([source.close(), tables.close()]);
  receiver.closeAllConnections();
  receiver.close();
});

const BY_KEY = { "x-api-key": CALLER_KEY };
/** A text in the form of a token, so that it is looked into. */
const BY_TOKEN = { authorization: `Bearer ${BEARER}.${BEARER}.${BEARER}` };

async function ask(path: string, callbackUrl?: string, proof: Record<string, string> = BY_KEY): Promise<Response> {
  const response = await fetch(`${stack.host().url}/api/${path}`, {
    method: callbackUrl === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json", ...proof },
    ...(callbackUrl !== undefined && { body: JSON.stringify({ callbackUrl }) }),
  });
  written.push({ where: `answer ${response.status} of ${path}`, text: await response.clone().text() });
  return response;
}

/** Everything that can fail fails, and repeats what it was sent. */
async function liveBadly(trigger: string, instanceId: string, dataSourceId: string): Promise<string> {
  const polled = nextPoll(stack);
  const response = await ask(trigger, receiverUrl);
  expect(response.status).toBe(201);
  await polled;
  await ask(trigger, receiverUrl.replace("http:", "ftp:"));
  await ask(`${trigger}?code=${CALLER_KEY}`, `https://${SIGNATURE}.example/`);
  expect((await ask(trigger, receiverUrl, BY_TOKEN)).status).toBe(401);
  expect((await ask(trigger, receiverUrl, { "x-api-key": `${CALLER_KEY}-and-more` })).status).toBe(401);

  const failedPoll = stack.nextLine(({ name, outcome }) => name === "poll.completed" && outcome !== "ok");
  source.fail(403);
  await failedPoll;
  await ask(`instances/${instanceId}/status-report`);
  source.fail(500);
  await stack.nextLine(({ name, outcome }) => name === "poll.completed" && outcome !== "ok");
  source.fail(undefined);

  const attempted = stack.nextLine(({ name }) => name === "delivery.attempted");
  await refresh(stack, dataSourceId, "fail");
  await attempted;

  tables.fail(500);
  expect((await ask(trigger, receiverUrl)).status).toBe(503);
  const location = response.headers.get("location") ?? "";
  expect((await unsubscribe(stack, location)).status).toBe(503);
  tables.fail(undefined);
  expect(tables.failed()).toBeGreaterThan(0);
  await statusReport(stack, instanceId);
  return location;
}

test("no secret is to be read in what the app logs, stores, queues or answers", async () => {
  const { instanceId, dataSources } = await anInstance(stack);
  const trigger = `instances/${instanceId}/triggers/data-source-refresh-failed`;
  const location = await liveBadly(trigger, instanceId, dataSources[0]?.dataSourceId ?? "");
  const id = new URL(location).pathname.split("/").at(-1) ?? "";
  const random = Buffer.from(id, "base64url").toString().split("/").at(-1) ?? "";
  written.push(...(await dumpStorage(stack.azurite.connectionString)));
  await unsubscribe(stack, location);

  const planted: readonly Planted[] = [
    { where: "source token", secret: TOKEN },
    { where: "source subscription key", secret: SUBSCRIPTION_KEY },
    { where: "caller's key", secret: CALLER_KEY },
    { where: "caller's token", secret: BEARER },
    { where: "callback signature", secret: SIGNATURE },
    { where: "encryption key", secret: ENCRYPTION_KEY },
    { where: "signing key", secret: SIGNING_KEY },
    { where: "storage key", secret: /AccountKey=([^;]+)/.exec(stack.azurite.connectionString)?.[1] ?? "" },
    { where: "Location", secret: id },
  ];
  const logs = stack.logged.map((text): Written => ({ where: `log ${text.slice(0, 300)}`, text }));
  expect(logs.length).toBeGreaterThan(20);
  expect(written.some(({ where }) => where.startsWith("table Deliveries"))).toBe(true);
  expect(findSecrets(planted, [...logs, ...written])).toEqual([]);
  // Its rows are found by the random part of a Location, but it is for nobody who reads logs.
  expect(findSecrets([{ where: "random part", secret: random }], logs)).toEqual([]);
});
