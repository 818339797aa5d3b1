import { type LogMessage } from "../child/messages";
import { type Paint, type Style } from "./paint";
import { renderEvent } from "./renderEvent";

const LEVEL_STYLES: Readonly<Record<LogMessage["level"], Style>> = {
  trace: "dim",
  debug: "dim",
  information: "dim",
  warning: "yellow",
  error: "red",
  critical: "red",
};

/**
 * One log line of the function app for the person at the terminal, undefined for what only `--verbose` shows: everything
 * but what happened to subscriptions, events and deliveries, text that is not one of the app's own lines, and trouble.
 */
export function renderLog(
  log: LogMessage,
  options: { readonly verbose: boolean; readonly paint: Paint },
): string | undefined {
  const line = log.category === "user" ? parseLine(log.message) : undefined;
  const happened = line && renderEvent(line, options.paint);
  if (happened !== undefined) return happened;
  const style = LEVEL_STYLES[log.level];
  const isText = log.category === "user" && line === undefined;
  if (isText && style === "dim") return log.message;
  return options.verbose || style !== "dim" ? options.paint(style, describe(log)) : undefined;
}

function describe({ level, functionName, message }: LogMessage): string {
  return `${level.padEnd(12)} ${functionName === undefined ? "" : `${functionName}: `}${message}`;
}

function parseLine(message: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(message);
    return typeof parsed === "object" && parsed !== null && "name" in parsed ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}
