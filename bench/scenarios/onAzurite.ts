import { startAzurite } from "../../dev/azurite/startAzurite";
import { type OpenReceiver } from "../receiver/openReceiver";
import { type Measurement } from "../report/measurement";
import { ceilings } from "./ceilings";
import { onHosts } from "./onHosts";
import { repeat } from "./repeat";
import { type Load, throughput } from "./throughput";

const BURST = { instances: 50, eventsEach: 10, fanOut: 1 };
const FAN_OUT = { instances: 10, eventsEach: 10, fanOut: 100 };

/** The poll in this process and one host for the queues, on an emulator of its own each time: what is left of a run slows down the next. */
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
