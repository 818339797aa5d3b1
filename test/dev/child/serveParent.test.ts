import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

let child: ChildProcess;
beforeEach(async () => {
  child = fork(join(__dirname, "fixtures/neverReady.ts"), {
    execArgv: ["--import", require.resolve("tsx")],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  if (child.stdout) await once(child.stdout, "data");
});
afterEach(() => child.kill("SIGKILL"));

test.each<[string, () => unknown]>([
  ["its parent is gone", () => child.disconnect()],
  ["it is told to stop", () => child.send({ type: "stop" })],
  ["it is terminated", () => child.kill("SIGTERM")],
])("a program that is not ready yet ends when %s", async (_when, act) => {
  const exited = once(child, "exit");
  act();
  await expect(exited).resolves.toEqual([0, null]);
});

test("Ctrl-C in the terminal, which reaches every process, is left to the parent", async () => {
  const exited = once(child, "exit");
  child.kill("SIGINT");
  child.send({ type: "stop" });
  await expect(exited).resolves.toEqual([0, null]);
});
