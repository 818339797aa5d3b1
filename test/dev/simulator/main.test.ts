import { join } from "node:path";
import { startChild } from "../../../dev/child/startChild";
import { startSimulator } from "../../../dev/simulator/startSimulator";
import { parseSimulatorOptions } from "../../../dev/simulator/simulatorOptions";

const script = join(__dirname, "../../../dev/simulator/main.ts");

test("as a program it says where it listens and ends when told", async () => {
  const lines: string[] = [];
  const child = await startChild({ script, args: ["--port", "0"], onOutput: (line) => lines.push(line) });
  const { url, details } = child.ready;
  expect(details).toEqual({ token: "simulator-token", key: "simulator-key-1" });
  const response = await fetch(`${url}/_control`);
  expect(response.status).toBe(200);
  expect(await child.stop()).toEqual({ code: 0, signal: null });
  expect(lines).toEqual([`Customer Insights simulator at ${url}/v1 and ${url}/api, controlled at ${url}/_control`]);
});

test("a taken port is told with the flag that chooses another", async () => {
  const simulator = await startSimulator();
  try {
    await expect(startSimulator({ port: simulator.port })).rejects.toThrow(
      `port ${simulator.port} is taken by another program; choose another with --port`,
    );
  } finally {
    await simulator.stop();
  }
});

test("options come from the flags, the environment and the defaults", () => {
  const scene = { token: "simulator-token", keys: ["simulator-key-1", "simulator-key-2"] };
  const byDefault = { port: 7072, seed: 1, speed: 1, scene, help: false };
  expect(parseSimulatorOptions([], {})).toEqual(byDefault);
  expect(parseSimulatorOptions(["--seed", "9"], { SIMULATOR_PORT: "8001" })).toEqual({
    ...byDefault,
    port: 8001,
    seed: 9,
  });
  const args = ["--port", "8002", "--speed=0.5"];
  expect(parseSimulatorOptions(args, { SIMULATOR_PORT: "8001" })).toEqual({ ...byDefault, port: 8002, speed: 0.5 });
  const credentials = { SIMULATOR_TOKEN: "t", SIMULATOR_KEYS: "a,b" };
  expect(parseSimulatorOptions([], credentials)).toMatchObject({ scene: { token: "t", keys: ["a", "b"] } });
});

test.each([
  [["--bogus"], {}, "--bogus"],
  [["extra"], {}, "extra"],
  [["--port", "70000"], {}, "--port must be a port"],
  [["--port", ""], {}, "--port needs a value"],
  [["--seed", "1.5"], {}, "--seed must be a whole number"],
  [["--speed", "fast"], {}, "--speed must be a number"],
  [[], { SIMULATOR_PORT: "x" }, "SIMULATOR_PORT must be a port"],
])("options %j with %j are refused and named", (args, env, message) => {
  expect(() => parseSimulatorOptions(args, env)).toThrow(message);
});
