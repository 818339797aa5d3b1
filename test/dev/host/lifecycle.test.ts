import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  const ticks = (): number => host.said().filter(({ tick }) => tick).length;
  const ticksBefore = ticks();
  expect((await fetch(`${host.url}/api/slow?ms=1100`)).status).toBe(200);
  expect(ticks()).toBe(ticksBefore);
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
