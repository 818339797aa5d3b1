import { serveParent, tellParent } from "../child/serveParent";
import { createHost } from "./createHost";
import { endOnFault } from "./endOnFault";
import { type LogEntry } from "./hostLog";
import { readFlags } from "./readFlags";

function write(entry: LogEntry): void {
  if (process.send) {
    tellParent({ type: "log", ...entry });
    return;
  }
  const about = entry.functionName === undefined ? "" : `${entry.functionName}: `;
  console.log(`${new Date().toISOString()} ${entry.level} ${about}${entry.message}`);
}

void serveParent(async () => {
  const options = readFlags(process.argv.slice(2), process.env);
  endOnFault(write);
  const host = await createHost(options, write);
  const { port, url, key } = host;
  if (!process.send) console.log(key === undefined ? `Listening on ${url}` : `Listening on ${url}, key ${key}`);
  return { ready: { port, url, ...(key !== undefined && { details: { key } }) }, stop: () => host.stop() };
});
