import { writeSync } from "node:fs";
import { type LogEntry } from "./hostLog";

const STANDARD_ERROR = 2;

/**
 * Ends the process, code 1, on an unhandled rejection or exception, as the worker does: hiding it here would hide a
 * crash in Azure.
 */
export function endOnFault(write: (entry: LogEntry) => void): void {
  const end = (origin: string) => (error: unknown) => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const message = `${origin} in the function app: ${reason}`;
    writeSync(STANDARD_ERROR, `${message}\n`);
    write({ level: "critical", category: "system", message });
    // the message to the parent is on its way when the next turn of the loop comes
    setImmediate(() => process.exit(1));
  };
  process.on("uncaughtException", end("Unhandled exception"));
  process.on("unhandledRejection", end("Unhandled rejection"));
}
