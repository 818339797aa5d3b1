import { type Log } from "../../model/log";

const SILENCE_MS = 10 * 60_000;

interface Result {
  readonly code: number;
  readonly error?: Error;
}

interface Exporter<T> {
  export(items: T, callback: (result: Result) => void): void | Promise<void>;
}

/**
 * Makes an exporter that tells when what it was given could not be sent, at most every ten minutes for each signal. Errors are told by their
 * name and code only: their messages may repeat the address, which may hold a key.
 */
export function reportMisses(log: Log, monotonicMs: () => number) {
  return <T, E extends Exporter<T>>(signal: "traces" | "metrics", exporter: E & Exporter<T>): E => {
    const send = exporter.export.bind(exporter);
    let silentUntil = -Infinity;
    const tell = ({ code, error }: Result): void => {
      if (code === 0 || monotonicMs() < silentUntil) return;
      silentUntil = monotonicMs() + SILENCE_MS;
      log({ name: "telemetry.missed", signal, reason: describe(error) }, "error");
    };
    exporter.export = (items, callback) =>
      send(items, (result) => {
        tell(result);
        callback(result);
      });
    return exporter;
  };
}

function describe(error: Error | undefined): string {
  if (!error) return "unknown";
  const code = "code" in error ? error.code : undefined;
  return typeof code === "string" || typeof code === "number" ? `${error.name} ${code}` : error.name;
}
