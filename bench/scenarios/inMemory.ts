import { memoryStorage } from "../../test/fakes/memoryStorage";
import { type Engine, createEngine } from "../engine/engine";
import { type OpenReceiver } from "../receiver/receiver";
import { type Measurement, quantile } from "../report/report";
import { latency } from "./latency";
import { repeat } from "./runs";
import { throughput } from "./throughput";

/** One host, nothing between it and its store: what the code itself costs. */
const BURST = { instances: 50, eventsEach: 100, fanOut: 1 };

const FAN_OUT = { instances: 10, eventsEach: 10, fanOut: 100 };

const STEADY = { perSecond: 300, seconds: 10, hangingOfTen: 0 };

export async function inMemory(receiver: OpenReceiver, runs: number): Promise<readonly Measurement[]> {
  for (const warmUp of [BURST, FAN_OUT]) await throughput(engine(), receiver, warmUp);
  const burst = await repeat(runs, () => throughput(engine(), receiver, BURST));
  const fanOut = await repeat(runs, () => throughput(engine(), receiver, FAN_OUT));
  const steady = await repeat(runs, () => latency(engine(), receiver, STEADY));
  const beside = await repeat(runs, () => latency(engine(), receiver, { ...STEADY, hangingOfTen: 1 }));
  const p50 = steady.map((each) => quantile(each, 0.5));
  const p99 = steady.map((each) => quantile(each, 0.99));
  const besideP99 = beside.map((each) => quantile(each, 0.99));
  const on = "memory";
  return [
    { name: "burst, 5,000 events to 1 each", on, unit: "per s", values: burst, goal: "≥ the peer's" },
    { name: "fan-out, 100 events to 100 each", on, unit: "per s", values: fanOut, goal: "≥ the peer's" },
    { name: "300/s, p50", on, unit: "ms", values: p50, goal: "≤ 5" },
    { name: "300/s, p99", on, unit: "ms", values: p99, goal: "≤ 15" },
    { name: "300/s beside a hanging receiver, p99 of the healthy", on, unit: "ms", values: besideP99, goal: "≤ 250" },
    {
      name: "the same, against the run without",
      on,
      unit: "times",
      values: besideP99.map((each) => each / quantile(p99, 0.5)),
      goal: "≤ 2",
    },
  ];
}

function engine(): Engine {
  return createEngine({ tables: memoryStorage().tables });
}
