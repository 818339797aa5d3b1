/** The output on the terminal: colours, and one line for each log line of the function app that is worth showing. */
import { type LogMessage } from "../child/messages";

/**
 * The SGR codes that turn each style on and off. Node's `styleText` is not used, since its own check of the stream
 * differs from version to version.
 */
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

type Style = keyof typeof CODES;

export type Paint = (style: Style, text: string) => string;

const LEVEL_STYLES: Readonly<Record<LogMessage["level"], Style>> = {
  trace: "dim",
  debug: "dim",
  information: "dim",
  warning: "yellow",
  error: "red",
  critical: "red",
};

/**
 * One log line of the function app for the person at the terminal, undefined for what only `--verbose` shows:
 * everything but what happened to subscriptions, events and deliveries, text that is not one of the app's own lines,
 * and trouble.
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

function parseLine(message: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(message);
    return typeof parsed === "object" && parsed !== null && "name" in parsed ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

type Line = Readonly<Record<string, unknown>>;

interface Happened {
  readonly style: Style;
  readonly word: string;
  readonly rest: string;
}

const RENDERERS: Readonly<Record<string, (line: Line) => Happened | undefined>> = {
  "subscription.created": (line) =>
    toHappened(
      "cyan",
      "subscribed",
      `${fieldText(line, "trigger")} ${about(line)} as ${fieldText(line, "subscription")}`,
    ),
  "subscription.deleted": (line) =>
    toHappened(
      "cyan",
      "unsubscribed",
      line["outcome"] === "unknown" ? "an unknown one" : fieldText(line, "subscription"),
    ),
  "event.detected": (line) =>
    toHappened(
      "bold",
      "event",
      `${fieldText(line, "trigger")} of ${fieldText(line, "subject")}, ${fieldText(line, "eventId")}`,
    ),
  "event.dispatched": (line) =>
    toHappened("dim", "dispatched", `${fieldText(line, "eventId")} to ${count(line["subscriptions"])}${unusual(line)}`),
  "delivery.attempted": renderAttempt,
  "poll.completed": renderPoll,
};

/** One line for each log line about a subscription, event, delivery or poll; undefined for all others. */
function renderEvent(line: Line, paint: Paint): string | undefined {
  const name = String(line["name"]);
  const rendered = Object.hasOwn(RENDERERS, name) ? RENDERERS[name]?.(line) : undefined;
  return rendered && `${paint(rendered.style, rendered.word.padEnd(12))} ${rendered.rest}`;
}

function describe({ level, functionName, message }: LogMessage): string {
  return `${level.padEnd(12)} ${functionName === undefined ? "" : `${functionName}: `}${message}`;
}

function toHappened(style: Style, word: string, rest: string): Happened {
  return { style, word, rest };
}

function fieldText(line: Line, field: string): string {
  return show(line[field]);
}

function show(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "?");
}

function about(line: Line): string {
  const resource = "resource" in line ? `${fieldText(line, "resource")} in ` : "";
  return `for ${resource}instance ${fieldText(line, "instanceId")}`;
}

function count(value: unknown): string {
  if (value === undefined) return "none";
  return value === 1 ? "1 subscription" : `${show(value)} subscriptions`;
}

function unusual(line: Line): string {
  return ["stale", "overtaken"].includes(fieldText(line, "outcome")) ? ` (${fieldText(line, "outcome")})` : "";
}

function renderAttempt(line: Line): Happened {
  const outcome = fieldText(line, "outcome");
  const style = outcome === "delivered" ? "green" : outcome === "dead" ? "red" : "yellow";
  const answer = ["status", "errorCode", "error", "cause"]
    .filter((field) => field in line)
    .map((field) => fieldText(line, field));
  const next = "nextAttemptAt" in line ? `, next at ${fieldText(line, "nextAttemptAt")}` : "";
  const attempt = `attempt ${fieldText(line, "attempt")}${answer.length > 0 ? `: ${answer.join(" ")}` : ""}`;
  return toHappened(
    style,
    outcome,
    `${fieldText(line, "eventId")} to ${fieldText(line, "subscription")}, ${attempt}${next}`,
  );
}

/** An instance nobody watches any more is the normal end of its last subscription. */
function renderPoll(line: Line): Happened | undefined {
  if (["ok", "unwatched"].includes(fieldText(line, "outcome"))) return undefined;
  const failure = "failure" in line ? `: ${fieldText(line, "failure")}` : "";
  return toHappened(
    "yellow",
    "poll",
    `${fieldText(line, "outcome")} at instance ${fieldText(line, "instanceId")}${failure}`,
  );
}

/** Colours on a terminal only, and never with `NO_COLOR` (https://no-color.org). */
export function createPaint(isTerminal: boolean, env: NodeJS.ProcessEnv): Paint {
  if (!isTerminal || env["NO_COLOR"]) return (_style, text) => text;
  return (style, text) => `\u001B[${CODES[style][0]}m${text}\u001B[${CODES[style][1]}m`;
}
