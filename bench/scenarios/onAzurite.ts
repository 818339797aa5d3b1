/** The measurements on Azurite: bursts, fan-outs, and the growth with more hosts. */
import { startAzurite } from "../../dev/azurite/startAzurite";
import { type Host, startHost } from "../../dev/host/startHost";
import { createQueues } from "../../shared/storage/createQueues";
import { createTables } from "../../shared/storage/createTables";
import { type Engine, createEngine, hostSettings } from "../engine/engine";
import { type OpenReceiver } from "../receiver/receiver";
import { type Measurement } from "../report/report";
import { ceilings } from "./ceilings";
import { repeat } from "./runs";
import { type Load, throughput } from "./throughput";

const BURST = { instances: 50, eventsEach: 10, fanOut: 1 };

const FAN_OUT = { instances: 10, eventsEach: 10, fanOut: 100 };

/**
 * The poll in this process and one host for the queues, on an emulator of its own each time: what is left of a run
 * slows down the next.
 */
export async function onAzurite(receiver: OpenReceiver, runs: number): Promise<readonly Measurement[]> {
  const measure = (load: Load): Promise<number> => onHosts(1, (engine) => throughput(engine, receiver, load));
  const burst = await repeat(runs, () => measure(BURST));
  const fanOut = await repeat(runs, () => measure(FAN_OUT));
  const azurite = await startAzurite();
  const measured = await ceilings(azurite.connectionString, runs);
  await azurite.stop();
  const on = "azurite";
  return [
    { name: "burst, 500 events to 1 each", on, unit: "per s", values: burst },
    {
      name: "fan-out, 100 events to 100 each",
      on,
      unit: "per s",
      values: fanOut,
      goal: "> its receive and delete",
    },
    ...measured,
  ];
}

/** Runs a measurement on a fresh emulator whose queues so many hosts, each a process, work on. */
async function onHosts<T>(hosts: number, measure: (engine: Engine) => Promise<T>): Promise<T> {
  const azurite = await startAzurite();
  const env = hostSettings(azurite);
  const started: Host[] = [];
  try {
    for (let index = 0; index < hosts; index += 1) started.push(await startHost({ env }));
    const { connectionString } = azurite;
    const storage = { kind: "connection-string", connectionString } as const;
    return await measure(createEngine({ tables: createTables(storage), queues: createQueues(storage) }));
  } finally {
    await Promise.all(started.map((host) => host.kill()));
    await azurite.stop();
  }
}

const HOSTS = [1, 2, 4] as const;

const LOAD = { instances: 10, eventsEach: 5, fanOut: 100 };

/** Events that all come by the queue, so that hosts share them. All on one emulator and one machine. */
export async function growth(receiver: OpenReceiver, runs: number): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = [];
  for (const hosts of HOSTS) {
    const values = await repeat(runs, () =>
      onHosts(hosts, (engine) =>
        throughput({ ...engine, raiseEvent: (instanceId) => engine.raiseEventByQueue(instanceId) }, receiver, LOAD),
      ),
    );
    const name = `50 events to 100 each by the queue, ${hosts} host${hosts === 1 ? "" : "s"}`;
    measurements.push({ name, on: "azurite", unit: "per s", values });
  }
  return measurements;
}
