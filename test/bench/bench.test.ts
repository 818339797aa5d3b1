import { PARTS, parseBenchOptions } from "../../bench/benchOptions";
import { createEngine } from "../../bench/engine/engine";
import { type OpenReceiver, type Receipt, startReceiver } from "../../bench/receiver/receiver";
import { quantile, renderTable } from "../../bench/report/report";
import { latency } from "../../bench/scenarios/latency";
import { throughput } from "../../bench/scenarios/throughput";
import { memoryStorage } from "../fakes/memoryStorage";

test("without options every part is measured five times", () => {
  expect(parseBenchOptions([])).toEqual({ parts: PARTS, runs: 5, help: false });
});

test("parts, repetitions and a file can be chosen", () => {
  expect(parseBenchOptions(["--only", "peer,memory", "--runs=2", "--json", "out.json"])).toEqual({
    parts: ["peer", "memory"],
    runs: 2,
    json: "out.json",
    help: false,
  });
});

test.each([
  [["--only", "disk"], '--only takes memory, azurite, growth, peer, got "disk"'],
  [["--runs", "0"], '--runs must be a whole number from 1 to 100, got "0"'],
  [["--fast"], "unknown option --fast; --help lists the options"],
])("%j is refused by name", (args, message) => {
  expect(() => parseBenchOptions(args)).toThrow(message);
});

test.each([
  [[5], 0.5, 5],
  [[4, 1, 3, 2], 0.5, 2],
  [[1, 2, 3, 4, 5], 0.5, 3],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0.99, 99],
  [[1, 2], 0, 1],
  [[], 0.5, Number.NaN],
])("of %j the quantile %d is %d", (values, q, expected) => {
  expect(quantile(values, q)).toBe(expected);
});

test("the table has medians, spread and goals", () => {
  const table = renderTable([{ name: "burst", on: "memory", unit: "per s", values: [1, 300, 20.25], goal: "≥ 5" }]);
  expect(table.split("\n")).toEqual([
    "| measurement | on     | median | least | most | unit  | goal |",
    "| ----------- | ------ | ------ | ----- | ---- | ----- | ---- |",
    "| burst       | memory | 20.3   | 1.00  | 300  | per s | ≥ 5  |",
  ]);
});

describe("throughput", () => {
  let receiver: OpenReceiver;

  beforeAll(async () => {
    const started = await startReceiver();
    const url = `http://127.0.0.1:${started.port}`;
    receiver = {
      url,
      stop: () => started.stop(),
      receipts: async (of) => (await (await fetch(`${url}/?of=${of}`)).json()) as readonly Receipt[],
    };
  });
  afterAll(() => receiver.stop());

  test("what is measured is the app: every subscription of every event is called once", async () => {
    const rate = await throughput(createEngine({ tables: memoryStorage().tables }), receiver, {
      instances: 2,
      eventsEach: 2,
      fanOut: 20,
    });
    expect(rate).toBeGreaterThan(0);
  });

  test("latencies are those of the healthy, also beside a receiver that hangs", async () => {
    const engine = createEngine({ tables: memoryStorage().tables });
    const measured = await latency(engine, receiver, { perSecond: 50, seconds: 1, hangingOfTen: 1 });
    expect(measured).toHaveLength(45);
    expect(measured.every((ms) => ms > 0)).toBe(true);
  });
});
