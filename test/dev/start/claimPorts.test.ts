import { type Flow, startFlow } from "../../../dev/flow/startFlow";
import { claimPorts } from "../../../dev/start/startOptions";

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
