import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Host, startHost, type StartHostOptions } from "../../../dev/host/startHost";

const library = JSON.stringify(require.resolve("@azure/functions"));
let app: string;
const running: Host[] = [];

beforeEach(() => {
  app = mkdtempSync(join(tmpdir(), "app-"));
  write("host.json", { version: "2.0" });
  write("package.json", { main: "index.js" });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((host) => host.kill()));
  rmSync(app, { recursive: true });
});

function write(file: string, content: object | string): void {
  writeFileSync(join(app, file), typeof content === "string" ? content : JSON.stringify(content));
}

async function startWith(code: string, options: StartHostOptions = {}): Promise<Host> {
  write("index.js", `const { app } = require(${library});\n${code}`);
  const host = await startHost({ appDirectory: app, ...options });
  running.push(host);
  return host;
}

const textOf = async (url: string): Promise<string> => (await fetch(url)).text();

test("an app that is not built is told how", async () => {
  await expect(startHost({ appDirectory: app })).rejects.toThrow('Run "npm run build" first.');
});

test.each([
  ['throw new Error("at import");', "index.js failed to load: Error: at import"],
  ['app.get("a", () => ({})); app.get("a", () => ({}));', 'Function "a" is registered twice.'],
  ['require("@azure/functions-core").registerHook("x", () => 1);', 'There is no hook "x"'],
  ["throw 1;", "index.js failed to load: 1"],
  ['app.hook.appStart(() => { throw new Error("no start"); });', "no start"],
  ['app.storageBlob("a", { path: "x", connection: "y", handler: () => 1 });', 'Function "a": binding "blobTrigger'],
  [
    'app.storageQueue("a", { queueName: "abc", connection: "y", sdkBinding: true, handler: () => 1 });',
    "sets sdkBinding, which the development host does not support",
  ],
  ["app.setup({ enableHttpStream: true }); app.get('a', () => 1);", "enableHttpStream"],
])("%s is refused", async (code, message) => {
  await expect(startWith(code)).rejects.toThrow(message);
});

test("a function cannot be registered after the start", async () => {
  const register = `app.get("b", () => ({}))`;
  const host = await startWith(
    `app.get("a", () => { try { ${register}; } catch (error) { return { body: error.message }; } });`,
  );
  expect(await textOf(`${host.url}/api/a`)).toBe('Function "b": a function can only be registered during app startup.');
});

test("until the app has started every request is answered with 503", async () => {
  const host = await startWith(`
    let answer;
    app.hook.appStart(async () => {
      const response = await fetch("http://127.0.0.1:" + process.env.WEBSITE_HOSTNAME.split(":")[1] + "/api/a");
      answer = response.status + " " + (await response.text());
    });
    app.get("a", () => ({ body: answer }));`);
  expect(await textOf(`${host.url}/api/a`)).toBe("503 Function host is not running.");
});

test("an app that fails while it starts says so, also where nothing waits for it", async () => {
  const code = 'void Promise.reject(new Error("nobody waits")); app.hook.appStart(() => new Promise(() => {}));';
  await expect(startWith(code)).rejects.toThrow("Unhandled rejection in the function app: Error: nobody waits");
});

test("hooks share their data: one object per invocation, one for the app", async () => {
  const host = await startWith(`
    app.hook.preInvocation((context) => { context.hookData.n = 1; });
    app.hook.postInvocation((context) => {
      context.hookData.n += 1;
      const { error, hookData } = context;
      context.error = undefined;
      context.result = { jsonBody: { hookData, error: error.message } };
    });
    app.get("a", () => { throw new Error("mended"); });`);
  const expected = JSON.stringify({ hookData: { n: 2 }, error: "mended" });
  expect([await textOf(`${host.url}/api/a`), await textOf(`${host.url}/api/a`)]).toEqual([expected, expected]);
});

test("log hooks change what a function logs, and their errors change nothing", async () => {
  const messages: string[] = [];
  const host = await startWith(
    `app.hook.log((context) => { context.message = context.message.toUpperCase(); throw new Error("ignored"); });
    app.get("a", (_request, context) => { context.log("said"); });`,
    { onLog: ({ category, message }) => category === "user" && messages.push(message) },
  );
  expect((await fetch(`${host.url}/api/a`)).status).toBe(204);
  await host.stop();
  expect(messages).toEqual(["SAID"]);
});

test("an app of ECMAScript modules runs in its own directory", async () => {
  write("package.json", { main: "index.js", type: "module" });
  const source = `import { createRequire } from "node:module";
    const { app } = createRequire(import.meta.url)(${library});
    app.get("a", () => ({ body: process.cwd() }));`;
  write("index.js", source);
  const host = await startHost({ appDirectory: app });
  running.push(host);
  expect(await textOf(`${host.url}/api/a`)).toBe(app);
});

test("local.settings.json sets what the environment does not, and is not needed", async () => {
  const names = ["ONE", "TWO", "AZURE_FUNCTIONS_ENVIRONMENT", "WEBSITE_HOSTNAME"];
  write("local.settings.json", { IsEncrypted: false, Values: { ONE: "file", TWO: "file" } });
  const code = `app.get("a", () => ({ body: ${JSON.stringify(names)}.map((name) => process.env[name]).join() }));`;
  const host = await startWith(code, { env: { TWO: "shell" } });
  expect(await textOf(`${host.url}/api/a`)).toBe(`file,shell,Development,localhost:${host.port}`);
});

test("a port that is taken is named", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await expect(startHost({ appDirectory: app, port })).rejects.toThrow(
    `port ${port} is taken by another program; choose another with --port`,
  );
  await new Promise((resolve) => server.close(resolve));
});

test("a connection that is not set leaves its function in error, and the host starts", async () => {
  const messages: string[] = [];
  const code = 'app.storageQueue("a", { queueName: "abc", connection: "Missing", handler: () => 1 });';
  await startWith(code, { onLog: ({ message }) => messages.push(message) });
  expect(messages).toContainEqual(expect.stringContaining('connection "Missing" is not configured'));
});
