import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { explainTakenPort } from "../options/explainTakenPort";
import { type AzuritePorts } from "./connectionString";
import { createServers } from "./createServers";

export interface OpenAzurite {
  readonly ports: AzuritePorts;
  close(): Promise<void>;
}

/** Starts the three services in this process. Throws naming port and flag when one is taken; then none is left open. */
export async function openAzurite(ports: AzuritePorts, persistTo?: string): Promise<OpenAzurite> {
  // Would replace the well-known account that our connection string names.
  delete process.env["AZURITE_ACCOUNTS"];
  const folder = persistTo === undefined ? undefined : resolve(persistTo);
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const servers = createServers(ports, folder);
  const open: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => void (await Promise.all(open.map((closeOne) => closeOne())));
  const opened = { ...ports };
  try {
    for (const service of ["blob", "queue", "table"] as const) {
      const server = servers[service];
      await server.start().catch((error: unknown) => {
        throw explainTakenPort(error, ports[service], `--${service}-port`);
      });
      open.push(() => server.close());
      opened[service] = Number(new URL(server.getHttpServerAddress()).port);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { ports: opened, close };
}
