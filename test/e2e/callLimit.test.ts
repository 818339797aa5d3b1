import { hash } from "node:crypto";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { type Azurite, connectionString, startAzurite } from "../../dev/azurite/startAzurite";
import { type Host, startHost } from "../../dev/host/startHost";
import { openLossyProxy } from "../contracts/lossyProxy";

const LIMIT = 100;
const WINDOW_MS = 60_000;
const HOSTS = 4;
const CLIENTS = 40;
/** Long enough for the calls of a second window. */
const LOAD_MS = 72_000;
/** No instance: refused by its parser, so that all there is to measure is the limit. */
const PATH = "/api/instances/nowhere/status-report";

interface Answered {
  readonly at: number;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

const HAMMERED = ["one", "two", "three"];
const CONNECTIONS = ["warm-up", "newcomer", "patient", ...HAMMERED];
const keyOf = (connection: string): string => connection.padEnd(43, "-");

let azurite: Azurite;
let proxy: Awaited<ReturnType<typeof openLossyProxy>>;
let hosts: readonly Host[];
const agent = new Agent({ keepAlive: true });

beforeAll(async () => {
  azurite = await startAzurite();
  proxy = await openLossyProxy(azurite.ports.table);
  const env = {
    AzureWebJobsStorage: connectionString({ ...azurite.ports, table: proxy.port }),
    FUNCTIONS_WORKER_RUNTIME: "node",
    API_KEYS: CONNECTIONS.map((name) => `${name}:${hash("sha256", keyOf(name), "hex")}:read+subscribe`).join(","),
  };
  hosts = await Promise.all(Array.from({ length: HOSTS }, () => startHost({ env })));
  // The first call of a host loads its modules, which takes long on a busy machine.
  await Promise.all(hosts.map((_, host) => call("warm-up", host)));
}, 60_000);
afterAll(async () => {
  agent.destroy();
  await Promise.all(hosts.map((host) => host.stop()));
  await proxy.close();
  await azurite.stop();
}, 60_000);

function call(connection: string, host = Math.floor(Math.random() * HOSTS)): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const url = `${hosts[host]?.url}${PATH}`;
    const sent = request(url, { agent, headers: { "x-api-key": keyOf(connection) } }, (answer) => {
      const { statusCode: status = 0, headers } = answer;
      resolve({ at: performance.now(), status, headers });
      answer.resume();
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** Clients that call any host again and again, and when those calls were answered that were admitted. */
async function hammer(connection: string): Promise<readonly number[]> {
  const until = performance.now() + LOAD_MS;
  const admitted: number[] = [];
  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      const { at, status } = await call(connection);
      expect([404, 429]).toContain(status);
      if (status === 404) admitted.push(at);
      else await wait(1_000 * Math.random());
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return admitted.toSorted((a, b) => a - b);
}

/** Uses up its calls on one host, waits as long as told, and calls another: what the answers to the last two were. */
async function obey(connection: string): Promise<readonly Answered[]> {
  const calls = await Promise.all(Array.from({ length: LIMIT + 1 }, () => call(connection, 0)));
  expect(calls.filter(({ status }) => status === 404)).toHaveLength(LIMIT);
  const denied = calls.find(({ status }) => status === 429);
  await wait(Number(denied?.headers["retry-after"]) * 1_000);
  return denied ? [denied, await call(connection, 1)] : [];
}

function mostInAnyWindow(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + WINDOW_MS).length));
}

/** The share of the time in which a place is in use: 1 when each is taken again after exactly one window. */
function use(times: readonly number[]): number {
  const gaps = times.slice(LIMIT).map((at, index) => at - (times[index] ?? 0));
  return (WINDOW_MS * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0);
}

test("answers of a limited route tell what remains, those of the others nothing", async () => {
  const { status, headers } = await call("newcomer");
  expect([status, headers["ratelimit-policy"], headers["ratelimit"]]).toEqual([
    404,
    `"calls";q=100;w=60`,
    `"calls";r=99;t=64`,
  ]);
  const removal = await fetch(`${hosts[0]?.url}/api/subscriptions/unknown`, { method: "DELETE" });
  expect([removal.status, removal.headers.get("ratelimit")]).toEqual([204, null]);
  const subscribing = await fetch(`${hosts[0]?.url}/api/instances/nowhere/triggers/unknown`, {
    method: "POST",
    headers: { "x-api-key": keyOf("newcomer") },
  });
  expect([subscribing.status, subscribing.headers.get("ratelimit")]).toEqual([404, `"subscribes";r=99;t=64`]);
});

test("invariant 9: four hosts under load admit 100 calls of a connection in any 60 seconds, and no more", async () => {
  const before = proxy.requests("RateLimits");
  const [obeyed, ...hammered] = await Promise.all([obey("patient"), ...HAMMERED.map(hammer)]);
  expect(obeyed.map(({ status }) => status)).toEqual([429, 404]);

  const most = hammered.map(mostInAnyWindow);
  const used = hammered.map(use);
  const operations = proxy.requests("RateLimits") - before;
  const admitted = hammered.reduce((sum, { length }) => sum + length, LIMIT + 1);
  const percent = used.map((share) => `${Math.round(share * 100)} %`).join(", ");
  process.stdout.write(
    `most in 60 s: ${most.join(", ")}; in use: ${percent}; ${operations} storage operations for ${admitted} calls\n`,
  );
  expect(most).toEqual([LIMIT, LIMIT, LIMIT]);
  for (const share of used) expect(share).toBeGreaterThan(0.9);
  expect(operations / admitted).toBeLessThanOrEqual(1.1);
}, 100_000);
