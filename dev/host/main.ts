import { serveParent, tellParent } from "../child/serveParent";
import { createHost } from "./createHost";
import { endOnFault } from "./endOnFault";
import { type LogEntry } from "./hostLog";
import { HOST_USAGE, parseHostOptions } from "./hostOptions";

function write(entry: LogEntry): void {
  if (process.send) {
    tellParent({ type: "log", ...entry });
    return;
  }
  const about = entry.functionName === undefined ? "" : `${entry.functionName}: `;
  console.log(`${new Date().toISOString()} ${entry.level} ${about}${entry.message}`);
}

async function main(): Promise<void> {
  let listening = "";
  await serveParent(async () => {
    const options = parseHostOptions(process.argv.slice(2), process.env);
    if (options === "help") {
      console.log(HOST_USAGE);
      process.exit(0);
    }
    endOnFault(write);
    const host = await createHost(options, write);
    const { port, url, key } = host;
    listening = key === undefined ? `Listening on ${url}` : `Listening on ${url}, key ${key}`;
    return { ready: { port, url, ...(key !== undefined && { details: { key } }) }, stop: () => host.stop() };
  });
  // only now does a signal end it in order
  if (!process.send) console.log(listening);
}

void main();
