import { type LogLine } from "../model/log";
import { type MetricName } from "./metrics";

export interface Measurement {
  readonly metric: MetricName;
  readonly value: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/**
 * What a log line says in numbers; a line without them says nothing. Attributes are words of ours, and ids of instances, of which there
 * are few: a series for each subscription or event would have no end.
 */
export function toMeasurements(line: LogLine): readonly Measurement[] {
  return Object.hasOwn(MEASURES, line.name) ? (MEASURES[line.name]?.(line) ?? []) : [];
}

const MEASURES: Readonly<Record<string, (line: LogLine) => readonly Measurement[]>> = {
  "event.detected": (line) => one("triggers.events", 1, pick(line, "trigger", "instanceId")),
  "gap.detected": (line) => one("triggers.gaps", 1, pick(line, "instanceId")),
  "delivery.attempted": (line) => [
    ...one("triggers.deliveries", 1, pick(line, "trigger", "outcome", "cause")),
    ...one("triggers.delivery.age", line["ageSeconds"], { ...pick(line, "outcome"), first: line["attempt"] === 1 }),
    ...one("triggers.callback.duration", seconds(line["durationMs"]), pick(line, "outcome")),
  ],
  "chunk.delivered": (line) => [
    ...one("triggers.chunks", 1, pick(line, "outcome")),
    ...ofQueue(line["lane"] === "slow" ? "deliveries-slow" : "deliveries", line),
  ],
  "event.dispatched": (line) => ofQueue("events", line),
  "redrive.advanced": (line) => ofQueue("redrives", line),
  "polls.scheduled": (line) => one("triggers.poll.oldest", line["oldestSeconds"], {}),
  "poll.completed": (line) => [
    ...one("triggers.polls", 1, pick(line, "instanceId", "outcome")),
    ...one("triggers.poll.duration", seconds(line["durationMs"]), pick(line, "outcome")),
    ...one("triggers.poll.age", line["ageSeconds"], pick(line, "instanceId")),
    ...one("triggers.source.calls_left", line["callsLeft"], {}),
    ...ofQueue("polls", line),
  ],
  "request.answered": (line) => [
    ...one("triggers.requests", seconds(line["durationMs"]), pick(line, "route", "status")),
    ...(line["code"] === "TooManyCalls" ? one("triggers.requests.limited", 1, pick(line, "route")) : []),
  ],
  "poison.recorded": (line) => one("triggers.poison", 1, pick(line, "queue", "cause")),
  "event.swept": (line) => one("triggers.swept", line["requeued"], { handedOver: line["handedOver"] === true }),
  "row.skipped": (line) => one("triggers.rows.skipped", 1, pick(line, "code")),
};

function ofQueue(queue: string, line: LogLine): readonly Measurement[] {
  return one("triggers.queue.delay", line["queueSeconds"], { queue });
}

function one(metric: MetricName, value: unknown, attributes: Measurement["attributes"]): readonly Measurement[] {
  return typeof value === "number" && Number.isFinite(value) ? [{ metric, value, attributes }] : [];
}

function pick(line: LogLine, ...names: readonly string[]): Measurement["attributes"] {
  const picked = names.flatMap((name) => {
    const value = line[name];
    return typeof value === "string" || typeof value === "number" ? [[name, value] as const] : [];
  });
  return Object.fromEntries(picked);
}

function seconds(milliseconds: unknown): number | undefined {
  return typeof milliseconds === "number" ? milliseconds / 1_000 : undefined;
}
