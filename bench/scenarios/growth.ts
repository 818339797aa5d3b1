import { type OpenReceiver } from "../receiver/openReceiver";
import { type Measurement } from "../report/measurement";
import { onHosts } from "./onHosts";
import { repeat } from "./repeat";
import { throughput } from "./throughput";

const HOSTS = [1, 2, 4] as const;
const LOAD = { instances: 10, eventsEach: 5, fanOut: 100 };

/** Events that all come by the queue, so that hosts share them. All on one emulator and one machine. */
export async function growth(receiver: OpenReceiver, runs: number): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = [];
  for (const hosts of HOSTS) {
    const values = await repeat(runs, () =>
      onHosts(hosts, (engine) =>
        throughput({ ...engine, tell: (instanceId) => engine.tellByQueue(instanceId) }, receiver, LOAD),
      ),
    );
    const name = `50 events to 100 each by the queue, ${hosts} host${hosts === 1 ? "" : "s"}`;
    measurements.push({ name, on: "azurite", unit: "per s", values });
  }
  return measurements;
}
