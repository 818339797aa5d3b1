import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import { type Child, startChild } from "../../../dev/child/startChild";
import { type FixtureHost, says, startFixture } from "./startFixture";

const KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const DEADLINE_MS = 120_000;
let storage: Child;
let connection: string;
let queues: QueueServiceClient;
const running: FixtureHost[] = [];

beforeAll(async () => {
  storage = await startChild({ script: require.resolve("./fixtures/azurite.ts") });
  const account = `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${KEY}`;
  connection = `${account};QueueEndpoint=${storage.ready.url}/devstoreaccount1;`;
  queues = QueueServiceClient.fromConnectionString(connection);
});
afterAll(async () => {
  await storage.stop();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((host) => host.kill()));
  for await (const { name } of queues.listQueues()) await queues.deleteQueue(name);
});

async function start(env: Record<string, string> = {}, args: readonly string[] = []): Promise<FixtureHost> {
  const host = await startFixture({ env: { AzureWebJobsStorage: connection, ...env }, args });
  running.push(host);
  return host;
}

async function createQueue(name: string): Promise<QueueClient> {
  await queues.createQueue(name);
  return queues.getQueueClient(name);
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error("the condition did not become true in time");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const isEmpty = async (queue: QueueClient): Promise<boolean> =>
  (await queue.getProperties()).approximateMessagesCount === 0;

interface Worked {
  readonly message: { readonly fail?: boolean; readonly n?: number };
  readonly metadata: { readonly dequeueCount: number };
}

/** What the function `readsWork` logged. */
const worked = (host: FixtureHost): Worked[] =>
  host.said().flatMap((said) => (said["metadata"] ? [said as unknown as Worked] : []));

test("a message runs its function with its metadata, and is deleted", async () => {
  const host = await start();
  const work = await createQueue("work"); // after the host: it waits for a queue that does not exist yet
  const { messageId } = await work.sendMessage('{"emit":null,"color":"red"}');
  const { message } = await host.logged(says('"red"'));
  expect(JSON.parse(message)).toMatchObject({
    message: { color: "red" },
    metadata: {
      id: messageId,
      dequeueCount: 1,
      queueTrigger: { color: "red" },
      color: "red",
      insertionTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
      popReceipt: expect.any(String),
    },
  });
  await until(() => isEmpty(work));
});

test("what a function returns is sent to a queue that is created for it, one message per element", async () => {
  const host = await start();
  await (await createQueue("work")).sendMessage('{"emit":["a",{"b":1}]}');
  await host.logged(says('{"result":"a"}'));
  await host.logged(says('{"result":{"b":1}}'));
  expect(host.said().filter(({ result }) => result)).toHaveLength(2);
});

test("an extra output wakes the listener of its queue on this host", async () => {
  const host = await start({ AzureFunctionsJobHost__extensions__queues__maxPollingInterval: "00:10:00" });
  await createQueue("results");
  const response = await fetch(`${host.url}/api/sends`, { method: "POST", body: '{"n":1}' });
  expect(response.status).toBe(202);
  await host.logged(says('{"result":{"n":1}}'));
});

test("a failing message is tried again at once, then moved to the poison queue and read there", async () => {
  const host = await start();
  const work = await createQueue("work");
  await work.sendMessage('{"fail":true}');
  await host.logged(says('{"poison":{"fail":true}}'));
  const counts = worked(host).map(({ metadata }) => metadata.dequeueCount);
  expect(counts).toEqual([1, 2]);
  await until(() => isEmpty(work));
});

test("visibilityTimeout keeps a failed message away", async () => {
  const host = await start({ AzureFunctionsJobHost__extensions__queues__visibilityTimeout: "00:01:00" });
  const work = await createQueue("work");
  await work.sendMessage('{"fail":true}');
  await host.logged(({ level, functionName }) => level === "error" && functionName === "readsWork");
  await work.sendMessage('{"emit":null}');
  await host.logged(says('"emit":null'));
  await host.stop();
  expect(worked(host).filter(({ message }) => message.fail)).toHaveLength(1);
});

test("a message that is not base64 where it should be goes to the poison queue without a run", async () => {
  const host = await start({ AzureFunctionsJobHost__extensions__queues__messageEncoding: "base64" });
  const work = await createQueue("work");
  await work.sendMessage("{not base64}");
  await host.logged(({ message }) => message.includes("is not valid base64: moved to work-poison."));
  await until(() => isEmpty(work));
  expect(worked(host)).toEqual([]);
});

test("a message that runs longer than its lock stays ours: it runs once and is deleted", async () => {
  const host = await start({}, ["--message-lock-seconds", "1"]);
  const long = await createQueue("long");
  await long.sendMessage('{"runMs":2500}');
  await host.logged(says('"ended"'));
  await until(() => isEmpty(long));
  expect(host.said().filter(({ began }) => began)).toHaveLength(1);
});

test("after a crash another host takes the message when its lock ends", async () => {
  const crashing = await start({}, ["--message-lock-seconds", "1"]);
  await (await createQueue("long")).sendMessage('{"runMs":300}');
  await crashing.logged(says('"began"'));
  await crashing.kill();
  const other = await start({}, ["--message-lock-seconds", "1"]);
  const { message } = await other.logged(says('"ended"'));
  expect(JSON.parse(message)).toMatchObject({ dequeueCount: 2 });
});

test("two hosts share a queue and each message runs once", async () => {
  const hosts = await Promise.all([start(), start()]);
  const work = await createQueue("work");
  const sent = Array.from({ length: 40 }, (_, n) => n);
  await Promise.all(sent.map((n) => work.sendMessage(JSON.stringify({ emit: null, n }))));
  await until(() => isEmpty(work));
  const ran = hosts.flatMap((host) => worked(host).map(({ message }) => Number(message.n)));
  expect(ran.toSorted((a, b) => a - b)).toEqual(sent);
});

test("stopping waits for the running message and deletes it", async () => {
  const host = await start();
  const long = await createQueue("long");
  await long.sendMessage('{"runMs":500}');
  await host.logged(says('"began"'));
  expect(await host.stop()).toEqual({ code: 0, signal: null });
  expect(host.said().filter(({ ended }) => ended)).toHaveLength(1);
  expect(await isEmpty(long)).toBe(true);
});

test("no more messages run at once than the batch and the threshold allow", async () => {
  const long = await createQueue("long");
  await Promise.all([1, 2, 3, 4].map(() => long.sendMessage('{"runMs":200}')));
  const host = await start({
    AzureFunctionsJobHost__extensions__queues__batchSize: "2",
    AzureFunctionsJobHost__extensions__queues__newBatchThreshold: "0",
  });
  await until(() => isEmpty(long));
  const order = host.said().flatMap(({ began, ended }) => (began ? ["began"] : ended ? ["ended"] : []));
  expect(order).toEqual(["began", "began", "ended", "ended", "began", "began", "ended", "ended"]);
});
