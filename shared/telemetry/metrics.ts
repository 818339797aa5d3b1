/** What a metric is, and of which log line it is made. docs/guides/watch.md shows all of them. */
interface Metric {
  /** A `gauge` tells the last value, a `histogram` how values are spread. */
  readonly kind: "counter" | "gauge" | "histogram";
  /** UCUM: `s`, or a count in braces. */
  readonly unit: string;
  readonly description: string;
}

export const METRICS = {
  "triggers.events": { kind: "counter", unit: "{event}", description: "Events that were detected" },
  "triggers.gaps": { kind: "counter", unit: "{gap}", description: "Times in which something may have happened unseen" },
  "triggers.deliveries": { kind: "counter", unit: "{attempt}", description: "Attempts of deliveries by outcome" },
  "triggers.delivery.age": {
    kind: "histogram",
    unit: "s",
    description: "From an event's detection to an attempt's end",
  },
  "triggers.callback.duration": { kind: "histogram", unit: "s", description: "How long receivers took" },
  "triggers.chunks": { kind: "counter", unit: "{chunk}", description: "Tasks of deliveries by outcome" },
  "triggers.queue.delay": { kind: "histogram", unit: "s", description: "From when a task was due to its beginning" },
  "triggers.polls": { kind: "counter", unit: "{poll}", description: "Looks at instances by outcome" },
  "triggers.poll.duration": { kind: "histogram", unit: "s", description: "How long looks at instances took" },
  "triggers.poll.age": { kind: "gauge", unit: "s", description: "Between the last two looks at an instance" },
  "triggers.poll.oldest": {
    kind: "gauge",
    unit: "s",
    description: "Since the last look at the instance that waits longest",
  },
  "triggers.source.calls_left": { kind: "gauge", unit: "{call}", description: "Calls to CI that this minute has left" },
  "triggers.requests": {
    kind: "histogram",
    unit: "s",
    description: "How long HTTP requests took, by route and status",
  },
  "triggers.requests.limited": {
    kind: "counter",
    unit: "{call}",
    description: "Calls refused by a connection's limit",
  },
  "triggers.poison": { kind: "counter", unit: "{task}", description: "Tasks that the host gave up on" },
  "triggers.swept": {
    kind: "counter",
    unit: "{task}",
    description: "Tasks that were queued again because they were lost",
  },
  "triggers.rows.skipped": { kind: "counter", unit: "{row}", description: "Stored rows that could not be read" },
  "triggers.storage.operations": { kind: "counter", unit: "{request}", description: "Requests to tables and queues" },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;
