import { type IncomingMessage, type Server, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { type Flow, startFlow } from "../../../dev/flow/startFlow";
import { playScenes } from "../../../dev/start/demo";
import { type Scene, type Stage } from "../../../dev/start/demoCallback";
import { refreshFailed } from "../../../dev/start/demoScenes";
import { type LogFeed, createLogFeed } from "../../../dev/start/logFeed";
import { createPaint } from "../../../dev/start/terminal";

const TRIGGER = "data-source-refresh-failed";
const example = { instanceId: "i1", dataSourceId: "d1", dataSourceName: "Source" };
const paint = createPaint(false, {});

let flow: Flow;
let server: Server;
let logs: LogFeed;
let requests: string[];
/** What the stand-in for app and simulator does on a refresh. */
let onRefresh: () => Promise<unknown>;
let subscribeStatus: number;

const log = (line: object): void =>
  logs.push({ type: "log", level: "information", category: "user", message: JSON.stringify(line) });

const callFlow = (trigger: string) => (): Promise<unknown> =>
  fetch(flow.callbackUrl("refresh-failed-flow"), {
    method: "POST",
    headers: { "content-type": "application/json", "ce-id": "e1" },
    body: JSON.stringify({ eventId: "e1", trigger }),
  });

beforeEach(async () => {
  [flow, logs, requests, subscribeStatus] = [await startFlow(), createLogFeed(), [], 201];
  onRefresh = callFlow(TRIGGER);
  server = createServer((request, response) => {
    void answer(request).then((status) =>
      response.writeHead(status, { location: `${url()}/api/subscriptions/s1` }).end(status === 204 ? undefined : "{}"),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await flow.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const isDelivered = (name: string): boolean => name === "delivery.attempted";
const stage = (): Stage => ({
  hostUrl: url(),
  simulatorUrl: url(),
  flow,
  logs: { ...logs, next: (name, ...rest) => (isDelivered(name) ? Promise.resolve({}) : logs.next(name, ...rest)) },
  example,
});

async function answer({ method = "", url: path = "" }: IncomingMessage): Promise<number> {
  requests.push(`${method} ${path}`);
  if (method === "DELETE") return 204;
  if (path === "/_control/refresh") {
    await onRefresh();
    return 200;
  }
  log({ name: "poll.completed", instanceId: "i1", outcome: "ok" });
  return subscribeStatus;
}

async function play(scenes: readonly Scene[] = [refreshFailed], deadlineMs = 5_000): Promise<string> {
  const said: string[] = [];
  await playScenes(stage(), { say: (text) => said.push(text), paint, deadlineMs, scenes });
  return said.join("\n");
}

test("the demo subscribes, lets a source fail, shows the callback and unsubscribes", async () => {
  const said = await play();
  expect(requests).toEqual([
    `POST /api/instances/i1/triggers/${TRIGGER}`,
    "POST /_control/refresh",
    "DELETE /api/subscriptions/s1",
  ]);
  expect(said).toContain("   POST /flows/refresh-failed-flow\n");
  expect(said).toContain("   ce-id: e1\n");
  expect(said).toContain('   {\n     "eventId": "e1",');
  expect(said).toMatch(/All of it happened as told\.$/);
});

test("a refused subscription fails the demo with what was answered", async () => {
  subscribeStatus = 400;
  await expect(play()).rejects.toThrow(
    /^step 1 of "A flow is called .*" did not happen: POST .* answered 400, not 201/,
  );
});

test("a callback of another trigger fails the demo", async () => {
  onRefresh = callFlow("full-refresh-completed");
  await expect(play()).rejects.toThrow("received a callback of full-refresh-completed");
});

test("a callback that does not come fails the demo in time", async () => {
  onRefresh = () => Promise.resolve();
  await expect(play(undefined, 300)).rejects.toThrow('step 3 of "A flow is called');
});

test("any scene can be played, step by step", async () => {
  const done: string[] = [];
  const step = (says: string) => ({ says, act: async () => (done.push(says), undefined) });
  await play([
    { title: "a", steps: () => [step("1"), step("2")] },
    { title: "b", steps: () => [step("3")] },
  ]);
  expect(done).toEqual(["1", "2", "3"]);
});

test("waiting for a log line that does not come is an error that names it", async () => {
  await expect(createLogFeed().next("poll.completed", {}, 5)).rejects.toThrow("did not log poll.completed");
});
