import { startAzurite } from "../../dev/azurite/startAzurite";
import { type Host, startHost } from "../../dev/host/startHost";
import { createQueues } from "../../shared/storage/createQueues";
import { createTables } from "../../shared/storage/createTables";
import { type Engine, createEngine } from "../engine/createEngine";
import { hostSettings } from "../engine/hostSettings";

/** Runs a measurement on a fresh emulator whose queues so many hosts, each a process, work on. */
export async function onHosts<T>(hosts: number, measure: (engine: Engine) => Promise<T>): Promise<T> {
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
