import { createEngine } from "../../bench/engine/engine";
import { type OpenReceiver, type Receipt, startReceiver } from "../../bench/receiver/receiver";
import { latency } from "../../bench/scenarios/latency";
import { throughput } from "../../bench/scenarios/throughput";
import { memoryStorage } from "../fakes/memoryStorage";

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
