import { type Paint, type Style } from "./paint";

type Line = Readonly<Record<string, unknown>>;
interface Happened {
  readonly style: Style;
  readonly word: string;
  readonly rest: string;
}

const RENDERERS: Readonly<Record<string, (line: Line) => Happened | undefined>> = {
  "subscription.created": (line) =>
    happened("cyan", "subscribed", `${text(line, "trigger")} ${about(line)} as ${text(line, "subscription")}`),
  "subscription.deleted": (line) =>
    happened("cyan", "unsubscribed", line["outcome"] === "unknown" ? "an unknown one" : text(line, "subscription")),
  "event.detected": (line) =>
    happened("bold", "event", `${text(line, "trigger")} of ${text(line, "subject")}, ${text(line, "eventId")}`),
  "event.dispatched": (line) =>
    happened("dim", "dispatched", `${text(line, "eventId")} to ${count(line["subscriptions"])}${unusual(line)}`),
  "delivery.attempted": renderAttempt,
  "poll.completed": renderPoll,
};

/** One line for what happened; undefined for all other lines of the app, whatever their fields. */
export function renderEvent(line: Line, paint: Paint): string | undefined {
  const name = String(line["name"]);
  const rendered = Object.hasOwn(RENDERERS, name) ? RENDERERS[name]?.(line) : undefined;
  return rendered && `${paint(rendered.style, rendered.word.padEnd(12))} ${rendered.rest}`;
}

function renderAttempt(line: Line): Happened {
  const outcome = text(line, "outcome");
  const style = outcome === "delivered" ? "green" : outcome === "dead" ? "red" : "yellow";
  const answer = ["status", "errorCode", "error", "cause"]
    .filter((field) => field in line)
    .map((field) => text(line, field));
  const next = "nextAttemptAt" in line ? `, next at ${text(line, "nextAttemptAt")}` : "";
  const attempt = `attempt ${text(line, "attempt")}${answer.length > 0 ? `: ${answer.join(" ")}` : ""}`;
  return happened(style, outcome, `${text(line, "eventId")} to ${text(line, "subscription")}, ${attempt}${next}`);
}

/** An instance nobody watches any more is the normal end of its last subscription. */
function renderPoll(line: Line): Happened | undefined {
  if (["ok", "unwatched"].includes(text(line, "outcome"))) return undefined;
  const failure = "failure" in line ? `: ${text(line, "failure")}` : "";
  return happened("yellow", "poll", `${text(line, "outcome")} at instance ${text(line, "instanceId")}${failure}`);
}

function happened(style: Style, word: string, rest: string): Happened {
  return { style, word, rest };
}

function about(line: Line): string {
  const resource = "resource" in line ? `${text(line, "resource")} in ` : "";
  return `for ${resource}instance ${text(line, "instanceId")}`;
}

function unusual(line: Line): string {
  return ["stale", "overtaken"].includes(text(line, "outcome")) ? ` (${text(line, "outcome")})` : "";
}

function count(value: unknown): string {
  if (value === undefined) return "none";
  return value === 1 ? "1 subscription" : `${show(value)} subscriptions`;
}

function text(line: Line, field: string): string {
  return show(line[field]);
}

function show(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "?");
}
