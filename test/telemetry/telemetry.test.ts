import { type LogLine } from "../../shared/model/log";
import { METRICS, type Measurement, toMeasurements } from "../../shared/telemetry/telemetry";

const INSTANCE = { instanceId: "i1" };

type Row = readonly [string, Record<string, unknown>, readonly (readonly [string, number, object])[]];

const ROWS: readonly Row[] = [
  [
    "event.detected",
    { ...INSTANCE, trigger: "unification-completed", eventId: "evt_1", subject: "jobs" },
    [["triggers.events", 1, { ...INSTANCE, trigger: "unification-completed" }]],
  ],
  [
    "change.refused",
    { ...INSTANCE, subject: "segment.Big", reason: "400" },
    [["triggers.changes.refused", 1, INSTANCE]],
  ],
  ["gap.detected", { ...INSTANCE, gapId: "g" }, [["triggers.gaps", 1, INSTANCE]]],
  [
    "delivery.attempted",
    {
      ...INSTANCE,
      trigger: "t",
      subscription: "hash",
      attempt: 1,
      ageSeconds: 2.5,
      outcome: "delivered",
      durationMs: 40,
    },
    [
      ["triggers.deliveries", 1, { trigger: "t", outcome: "delivered" }],
      ["triggers.delivery.age", 2.5, { outcome: "delivered", first: true }],
      ["triggers.callback.duration", 0.04, { outcome: "delivered" }],
    ],
  ],
  [
    "delivery.attempted",
    { trigger: "t", attempt: 11, outcome: "dead", cause: "attempts-used-up", status: 500 },
    [["triggers.deliveries", 1, { trigger: "t", outcome: "dead", cause: "attempts-used-up" }]],
  ],
  ["chunk.delivered", { outcome: "stale" }, [["triggers.chunks", 1, { outcome: "stale" }]]],
  [
    "chunk.delivered",
    { outcome: "recorded", lane: "slow", queueSeconds: 0, chunkId: "c" },
    [
      ["triggers.chunks", 1, { outcome: "recorded" }],
      ["triggers.queue.delay", 0, { queue: "deliveries-slow" }],
    ],
  ],
  ["event.dispatched", { queueSeconds: 1.5 }, [["triggers.queue.delay", 1.5, { queue: "events" }]]],
  ["event.dispatched", { outcome: "handed-over" }, []],
  ["redrive.advanced", { queueSeconds: 3, redriveId: "r" }, [["triggers.queue.delay", 3, { queue: "redrives" }]]],
  ["polls.scheduled", { due: 2, oldestSeconds: 61 }, [["triggers.poll.oldest", 61, {}]]],
  ["polls.scheduled", { due: 2 }, []],
  [
    "poll.completed",
    { ...INSTANCE, outcome: "ok", ageSeconds: 60, callsLeft: 7, queueSeconds: 0.2, durationMs: 500 },
    [
      ["triggers.polls", 1, { ...INSTANCE, outcome: "ok" }],
      ["triggers.poll.duration", 0.5, { outcome: "ok" }],
      ["triggers.poll.age", 60, INSTANCE],
      ["triggers.source.calls_left", 7, {}],
      ["triggers.queue.delay", 0.2, { queue: "polls" }],
    ],
  ],
  [
    "poll.completed",
    { ...INSTANCE, outcome: "unwatched" },
    [["triggers.polls", 1, { ...INSTANCE, outcome: "unwatched" }]],
  ],
  [
    "request.answered",
    { route: "subscribe", status: 201, durationMs: 30, connection: "hash" },
    [["triggers.requests", 0.03, { route: "subscribe", status: 201 }]],
  ],
  [
    "request.answered",
    { route: "listItems", status: 429, code: "TooManyCalls", durationMs: 1 },
    [
      ["triggers.requests", 0.001, { route: "listItems", status: 429 }],
      ["triggers.requests.limited", 1, { route: "listItems" }],
    ],
  ],
  [
    "poison.recorded",
    { queue: "polls", cause: "our-fault" },
    [["triggers.poison", 1, { queue: "polls", cause: "our-fault" }]],
  ],
  ["event.swept", { handedOver: true, requeued: 3 }, [["triggers.swept", 3, { handedOver: true }]]],
  ["row.skipped", { code: "invalid-row", target: "T/p/r" }, [["triggers.rows.skipped", 1, { code: "invalid-row" }]]],
  ["settings.read", { publicBaseUrl: "https://x" }, []],
  ["constructor", {}, []],
];

test.each(ROWS)("%s with %j is measured so", (name, fields, expected) => {
  const measured = toMeasurements({ ...fields, name } satisfies LogLine);
  expect(measured).toEqual(expected.map(([metric, value, attributes]) => ({ metric, value, attributes })));
});

test("every metric but that of storage is measured by a line of this table", () => {
  const measured = new Set(ROWS.flatMap(([, , expected]) => expected.map(([metric]) => metric)));
  const wanted = Object.keys(METRICS).filter((metric) => metric !== "triggers.storage.operations");
  expect([...measured].toSorted()).toEqual(wanted.toSorted());
});

test("no attribute is an id, but for that of an instance", () => {
  const ids = { eventId: "id", subscription: "id", chunkId: "id", redriveId: "id", connection: "id", subject: "id" };
  const all = ROWS.flatMap(([name, fields]): readonly Measurement[] => toMeasurements({ ...fields, ...ids, name }));
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter(({ attributes }) => Object.values(attributes).includes("id"))).toEqual([]);
});

test.each([NaN, Infinity, "1", null, undefined])("%p is no number of seconds", (ageSeconds) => {
  const measured = toMeasurements({ name: "delivery.attempted", ageSeconds, durationMs: ageSeconds });
  expect(measured.map(({ metric }) => metric)).toEqual(["triggers.deliveries"]);
});
