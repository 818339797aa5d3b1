/**
 * The development host: runs the compiled function app in this process as the Azure Functions host and its Node worker
 * would. It knows the app by `host.json`, `package.json` and what the app registers, never by its sources, and it is no
 * part of what is deployed. `host.ts` is where to start; `startHost.ts` is for programs that start a host.
 */
import { writeSync } from "node:fs";
import { serveParent, sendToParent } from "../child/serveParent";
import { createHost } from "./host";
import { type LogEntry } from "./settings/hostLog";
import { HOST_USAGE, parseHostOptions } from "./settings/hostOptions";

void main();

async function main(): Promise<void> {
  let listening = "";
  await serveParent(async () => {
    const options = parseHostOptions(process.argv.slice(2), process.env);
    if (options === "help") {
      console.log(HOST_USAGE);
      process.exit(0);
    }
    endOnFault();
    const host = await createHost(options, writeEntry);
    const { port, url, key } = host;
    listening = key === undefined ? `Listening on ${url}` : `Listening on ${url}, key ${key}`;
    return { ready: { port, url, ...(key !== undefined && { details: { key } }) }, stop: () => host.stop() };
  });
  // From here on a signal ends the host in order.
  if (!process.send) console.log(listening);
}

/** A log line goes to the parent as a message, or to the terminal when there is no parent. */
function writeEntry(entry: LogEntry): void {
  if (process.send) {
    sendToParent({ type: "log", ...entry });
    return;
  }
  const about = entry.functionName === undefined ? "" : `${entry.functionName}: `;
  console.log(`${new Date().toISOString()} ${entry.level} ${about}${entry.message}`);
}

/**
 * An unhandled rejection or exception ends the process with code 1, as it ends the worker: hiding it here would hide a
 * crash in Azure.
 */
function endOnFault(): void {
  const standardError = 2;
  const end = (origin: string) => (error: unknown) => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const message = `${origin} in the function app: ${reason}`;
    writeSync(standardError, `${message}\n`);
    writeEntry({ level: "critical", category: "system", message });
    // The message to the parent is on its way when the next turn of the event loop comes.
    setImmediate(() => process.exit(1));
  };
  process.on("uncaughtException", end("Unhandled exception"));
  process.on("unhandledRejection", end("Unhandled rejection"));
}
