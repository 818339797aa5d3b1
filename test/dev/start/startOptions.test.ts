import { type Flow, startFlow } from "../../../dev/flow/startFlow";
import { START_USAGE, claimPorts, parseStartOptions } from "../../../dev/start/startOptions";

const PORTS = {
  "host-port": 7071,
  "simulator-port": 7072,
  "flow-port": 7073,
  "azurite-blob-port": 10_000,
  "azurite-queue-port": 10_001,
  "azurite-table-port": 10_002,
};

test("without options everything has its usual port and lives in memory", () => {
  expect(parseStartOptions([], {})).toEqual({
    ports: PORTS,
    seed: 1,
    speed: 1,
    demo: false,
    bundle: false,
    verbose: false,
    help: false,
  });
});

test.each([
  [["--host-port", "1"], {}, { ports: { ...PORTS, "host-port": 1 } }],
  [[], { SIMULATOR_PORT: "2", FLOW_PORT: "3" }, { ports: { ...PORTS, "simulator-port": 2, "flow-port": 3 } }],
  [["--azurite-queue-port", "0"], { HOST_PORT: "" }, { ports: { ...PORTS, "azurite-queue-port": 0 } }],
  [["--persist"], {}, { persistTo: ".azurite" }],
  [["--persist", "data"], {}, { persistTo: "data" }],
  [["--seed", "7", "--speed", "2.5", "--verbose", "--help"], {}, { seed: 7, speed: 2.5, verbose: true, help: true }],
])("%j with environment %j is understood", (args, env, expected) => {
  expect(parseStartOptions(args, env)).toMatchObject(expected);
});

test("the demo takes free ports unless told otherwise", () => {
  const { ports } = parseStartOptions(["--demo", "--flow-port", "7073"], { HOST_PORT: "8" });
  expect(ports).toEqual({
    "host-port": 8,
    "simulator-port": 0,
    "flow-port": 7073,
    "azurite-blob-port": 0,
    "azurite-queue-port": 0,
    "azurite-table-port": 0,
  });
});

test.each([
  [["--hostport", "1"], {}, "unknown option --hostport"],
  [["--host-port", "web"], {}, '--host-port must be a port from 0 (any free one) to 65535, got "web"'],
  [[], { AZURITE_TABLE_PORT: "70000" }, "AZURITE_TABLE_PORT must be a port"],
  [["--seed", "-1"], {}, '--seed must be a whole number from 0 to 9007199254740991, got "-1"'],
  [["--speed", "0"], {}, '--speed must be a number from 0.01 to 10000, got "0"'],
  [["--speed", "0.00"], {}, "--speed must be a number from 0.01"],
  [["--demo=yes"], {}, '--demo takes no value, got "yes"'],
])("%j with environment %j is refused", (args, env, message) => {
  expect(() => parseStartOptions(args, env)).toThrow(message);
});

test("the usage names every port's flag and environment variable", () => {
  for (const name of Object.keys(PORTS)) {
    expect(START_USAGE).toContain(`--${name} <port>`);
    expect(START_USAGE).toContain(`(environment: ${name.toUpperCase().replaceAll("-", "_")})`);
  }
});

describe("claimPorts", () => {
  const FREE = {
    "host-port": 0,
    "simulator-port": 0,
    "flow-port": 0,
    "azurite-blob-port": 0,
    "azurite-queue-port": 0,
    "azurite-table-port": 0,
  };
  let taken: Flow;
  beforeAll(async () => {
    taken = await startFlow();
  });
  afterAll(() => taken.stop());

  test("the function app gets a free port of its own, the others find theirs themselves", async () => {
    const ports = await claimPorts(FREE);
    expect(ports["host-port"]).toBeGreaterThan(0);
    expect(ports).toEqual({ ...FREE, "host-port": ports["host-port"] });
  });

  test("a taken port is named with its flag", async () => {
    await expect(claimPorts({ ...FREE, "azurite-queue-port": taken.port })).rejects.toThrow(
      `port ${taken.port} is taken by another program; choose another with --azurite-queue-port`,
    );
  });

  test("one port for two programs is refused", async () => {
    await expect(claimPorts({ ...FREE, "simulator-port": 7, "flow-port": 7 })).rejects.toThrow(
      "--simulator-port and --flow-port are both 7; they must differ",
    );
  });
});
