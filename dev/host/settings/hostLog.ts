/** The log of the host, filtered by the levels of host.json. */
import { type LogMessage } from "../../child/messages";

export type LogEntry = Omit<LogMessage, "type">;

export type LogLevel = LogMessage["level"];

/** The subject of a log line; a line that has no category is the host's own. */
type LogSubject = Partial<Pick<LogEntry, "category" | "functionName" | "invocationId">>;

export type HostLog = (level: LogLevel, message: string, subject?: LogSubject) => void;

const LEVELS: readonly LogLevel[] = ["trace", "debug", "information", "warning", "error", "critical"];

/**
 * Writes the lines that host.json's `logging.logLevel` lets through: the longest matching category decides, then
 * `default`, then Information. Categories are `Host`, `Function.<name>` and `Function.<name>.User`.
 */
export function createHostLog(write: (entry: LogEntry) => void, logLevels: Readonly<Record<string, string>>): HostLog {
  return (level, message, subject = {}) => {
    const entry: LogEntry = { category: "system", ...subject, level, message };
    if (LEVELS.indexOf(level) >= minimumLevel(categoryOf(entry), logLevels)) write(entry);
  };
}

function minimumLevel(category: string, logLevels: Readonly<Record<string, string>>): number {
  const parts = category.split(".");
  const prefixes = parts.map((_, index) => parts.slice(0, parts.length - index).join("."));
  const chosen = [...prefixes, "default"].map((name) => logLevels[name]).find((level) => level !== undefined);
  if (chosen?.toLowerCase() === "none") return LEVELS.length;
  const index = LEVELS.findIndex((level) => level === (chosen ?? "information").toLowerCase());
  return index < 0 ? LEVELS.indexOf("information") : index;
}

function categoryOf({ category, functionName }: LogEntry): string {
  if (functionName === undefined) return "Host";
  return category === "user" ? `Function.${functionName}.User` : `Function.${functionName}`;
}
