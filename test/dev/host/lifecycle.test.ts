import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHost } from "../../../dev/host/startHost";
import { type FixtureHost, says, startFixture } from "./startFixture";

const running: FixtureHost[] = [];
async function start(...options: Parameters<typeof startFixture>): Promise<FixtureHost> {
  const host = await startFixture(...options);
  running.push(host);
  return host;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((host) => host.kill()));
});

test("with --enable-auth a key is needed, in the header or the query, but not for anonymous functions", async () => {
  const host = await start({ args: ["--enable-auth", "--key", "secret"] });
  const status = async (path: string, key?: string): Promise<number> =>
    (await fetch(host.url + path, key === undefined ? {} : { headers: { "x-functions-key": key } })).status;
  expect(await status("/api/guarded")).toBe(401);
  expect(await status("/api/guarded", "wrong")).toBe(401);
  expect(await status("/api/guarded", "secret")).toBe(200);
  expect(await status("/api/guarded?code=secret")).toBe(200);
  expect(await status("/api/guarded?code=secret", "wrong")).toBe(401);
  expect(await status("/api/empty", "wrong")).toBe(200);
  expect(await status("/admin/host/status")).toBe(401);
  expect(await status("/admin/host/status", "secret")).toBe(200);
  expect(host.key).toBe("secret");
});

test("with --lenient a chunked body arrives and query keys may repeat", async () => {
  const host = await start({ args: ["--lenient"] });
  const body = new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode("hello"));
      controller.close();
    },
  });
  const response = await fetch(`${host.url}/api/echo/5?x=1&x=2`, {
    method: "POST",
    body,
    duplex: "half",
  });
  expect(await response.json()).toMatchObject({
    body: "hello",
    query: [
      ["x", "1"],
      ["x", "2"],
    ],
  });
});

test("stopping lets a running request end, refuses new ones, runs the last hooks and frees the port", async () => {
  const host = await start();
  const slow = fetch(`${host.url}/api/slow?ms=1500`);
  await host.logged(says("slow started"));
  const stopped = host.stop();
  let refused = await fetch(host.url);
  while (refused.status === 200) refused = await fetch(host.url);
  expect([refused.status, await refused.text()]).toEqual([503, "Function host is not running."]);
  const response = await slow;
  expect(await response.text()).toBe("slow");
  expect(await stopped).toEqual({ code: 0, signal: null });
  await expect(fetch(host.url)).rejects.toThrow("fetch failed");
});

test("drain stops the timers and leaves HTTP", async () => {
  const host = await start({ env: { TICK: "* * * * * *" } });
  await host.logged(says('"tick"'));
  const drain = await fetch(`${host.url}/admin/host/drain`, { method: "POST" });
  expect(drain.status).toBe(202);
  expect(await (await fetch(`${host.url}/admin/host/status`)).json()).toMatchObject({ state: "Draining" });
  expect((await fetch(`${host.url}/api/empty`)).status).toBe(200);
});

test("an unhandled rejection in the app ends the process with code 1, loudly", async () => {
  const host = await start();
  await fetch(`${host.url}/api/rejects`).catch(() => undefined);
  expect(await host.exited).toEqual({ code: 1, signal: null });
  const { message } = await host.logged(({ level }) => level === "critical");
  expect(message).toContain("Unhandled rejection in the function app: Error: nobody waits for this");
});

test("functionTimeout fails the one invocation and says what Azure would do", async () => {
  const host = await start({ env: { AzureFunctionsJobHost__functionTimeout: "00:00:00.2" } });
  expect((await fetch(`${host.url}/api/hangs`)).status).toBe(500);
  const { message } = await host.logged(({ level, functionName }) => level === "error" && functionName === "hangs");
  expect(message).toContain("functionTimeout of 200 ms is over. Azure would restart the worker");
  expect((await fetch(`${host.url}/api/empty`)).status).toBe(200);
});

test("timers start with the host, retry as they say, and get no status when they are not monitored", async () => {
  const host = await start({ env: { TICK: "* * * * * *" } });
  const startup = JSON.parse((await host.logged(says('"startup"'))).message) as unknown;
  expect(startup).toMatchObject({
    startup: {
      isPastDue: false,
      schedule: { adjustForDST: true },
      scheduleStatus: { lastUpdated: expect.any(String) },
    },
  });
  const tick = JSON.parse((await host.logged(says('"tick"'))).message) as unknown;
  expect(tick).toMatchObject({ tick: { scheduleStatus: null } });
  await fetch(`${host.url}/admin/functions/retriesTwice`, { method: "POST" });
  await host.logged(says('{"retry":1}'));
});

test("a tick missed while no host ran fires past due, as the file of statuses says", async () => {
  const directory = mkdtempSync(join(tmpdir(), "status-"));
  const file = join(directory, "status.json");
  const [last, next] = ["2020-01-01T00:00:00.000Z", "2021-01-01T00:00:00.000Z"];
  writeFileSync(file, JSON.stringify({ ticks: { Last: last, Next: next, LastUpdated: last } }));
  const host = await start({ args: ["--timer-status", file] });
  const { message } = await host.logged(says('"tick"'));
  expect(JSON.parse(message)).toMatchObject({ tick: { isPastDue: true, scheduleStatus: { last, next } } });
  await host.stop();
  const stored = JSON.parse(readFileSync(file, "utf8")) as Record<string, { Next: string }>;
  expect(stored["ticks"]?.Next).toBe(`${new Date().getUTCFullYear() + 1}-01-01T00:00:00.000Z`);
  rmSync(directory, { recursive: true });
});

test("alone in a terminal the host prints its functions and its log", async () => {
  const args = ["--import", require.resolve("tsx"), join("dev", "host", "main.ts"), "--port", "0"];
  const app = join(__dirname, "fixtures", "app");
  const alone = spawn(process.execPath, [...args, "--app", app], {
    env: { ...process.env, TICK: "0 0 0 1 1 *", WORK_QUEUE: "work", FUNCTIONS_WORKER_RUNTIME: "node" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  for await (const part of alone.stdout) {
    printed += String(part);
    if (printed.includes("Listening on http://127.0.0.1:")) alone.kill("SIGTERM");
  }
  expect(printed).toMatch(
    /Z information echo: GET,POST http:\/\/127\.0\.0\.1:\d+\/api\/echo\/\{id:int\}\/\{rest\?\}\n/,
  );
  expect(printed).toContain("warning AzureWebJobsStorage is not set");
  expect(printed).toContain("app terminated");
});

describe("a host that cannot start says why", () => {
  let app: string;
  beforeEach(() => {
    app = mkdtempSync(join(tmpdir(), "app-"));
    writeFileSync(join(app, "host.json"), '{"version":"2.0"}');
    writeFileSync(join(app, "package.json"), '{"main":"index.js"}');
  });
  afterEach(() => {
    rmSync(app, { recursive: true });
  });
  const library = JSON.stringify(require.resolve("@azure/functions"));
  const startsWith = (code: string): Promise<unknown> => {
    writeFileSync(join(app, "index.js"), `const { app } = require(${library});\n${code}`);
    return startHost({ appDirectory: app });
  };

  test("an app that is not built", async () => {
    await expect(startHost({ appDirectory: app })).rejects.toThrow('Run "npm run build" first.');
  });

  test.each([
    ['throw new Error("at import");', "index.js failed to load: Error: at import"],
    ['app.get("a", () => ({})); app.get("a", () => ({}));', 'Function "a" is registered twice.'],
    ['app.hook.log(() => undefined); require("@azure/functions-core").registerHook("x", () => 1);', 'no hook "x"'],
    ['app.storageBlob("a", { path: "x", connection: "y", handler: () => 1 });', 'Function "a": binding "blobTrigger'],
    [
      'app.storageQueue("a", { queueName: "abc", connection: "y", sdkBinding: true, handler: () => 1 });',
      "sets sdkBinding, which the development host does not support",
    ],
    ["app.setup({ enableHttpStream: true }); app.get('a', () => 1);", "enableHttpStream"],
  ])("%s", async (code, message) => {
    await expect(startsWith(code)).rejects.toThrow(message);
  });

  test("a port that is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await expect(startHost({ appDirectory: app, port })).rejects.toThrow(
      `Port ${port} is taken. Choose another with --port (0 is any free one).`,
    );
    await new Promise((resolve) => server.close(resolve));
  });

  test("a connection that is not set leaves its function in error, and the host starts", async () => {
    const register = 'app.storageQueue("a", { queueName: "abc", connection: "Missing", handler: () => 1 });';
    writeFileSync(join(app, "index.js"), `const { app } = require(${library});\n${register}`);
    const messages: string[] = [];
    const host = await startHost({ appDirectory: app, onLog: ({ message }) => messages.push(message) });
    await host.stop();
    expect(messages).toContainEqual(expect.stringContaining('connection "Missing" is not configured'));
  });
});
