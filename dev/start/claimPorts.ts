import { createServer } from "node:net";
import { explainTakenPort } from "../options/explainTakenPort";
import { type PortName, type Ports } from "./startOptions";

/**
 * Checks, before anything is started, that the ports are free and differ, and turns a 0 for the function app, whose
 * address its own settings hold, into a free port. Throws naming port and flag.
 */
export async function claimPorts(ports: Ports): Promise<Ports> {
  const names = Object.keys(ports) as PortName[];
  for (const [at, name] of names.entries()) {
    const twin = names.slice(0, at).find((earlier) => ports[earlier] === ports[name] && ports[name] !== 0);
    if (twin) throw new Error(`--${twin} and --${name} are both ${ports[name]}; they must differ`);
  }
  const claimed = { ...ports };
  for (const name of names) {
    const port = await tryPort(ports[name], `--${name}`);
    if (name === "host-port") claimed[name] = port;
  }
  return claimed;
}

function tryPort(port: number, flag: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => reject(explainTakenPort(error, port, flag)));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const opened = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(opened));
    });
  });
}
