import { aMeasure, aSample, aSegment } from "../../builders/samples";
import { INSTANCE_ID, at } from "../../builders/workflow";
import { type Look, steps, watchResource } from "./watchResource";

function showing(...samples: readonly ReturnType<typeof aSample>[]): Look {
  return aSegment({ samples });
}

const before = showing(aSample(0, 10));
const later = showing(aSample(0, 10), aSample(5, 25));
const idle = aSegment({ state: "inactive", samples: [] });

test.each<[string, readonly Look[], readonly string[]]>([
  ["the first sample is a baseline", [before], []],
  ["A16: a baseline however high fires nothing", [showing(aSample(0, 1e9))], []],
  [
    "of several samples at the first look the newest is the baseline",
    [showing(aSample(0, 1), aSample(5, 9)), showing(aSample(9, 9))],
    [],
  ],
  ["a newer sample with another value is a step", [before, later], ["10→25"]],
  ["once", [before, later, later], ["10→25"]],
  ["a newer sample with the same value is none", [before, showing(aSample(5, 10))], []],
  ["…but what follows it is compared with it", [before, showing(aSample(5, 10)), showing(aSample(9, 3))], ["10→3"]],
  ["an older sample is no news", [before, showing(aSample(-5, 99))], []],
  ["no sample, no change: failed and running evaluations", [before, showing(), later], ["10→25"]],
  [
    "after a gap each evaluation in between, by date, in whatever order they are listed",
    [before, showing(aSample(9, 5), aSample(3, 30), aSample(0, 10), aSample(6, 20))],
    ["10→30", "30→20", "20→5"],
  ],
  [
    "the same evaluation in the history, where it has no run",
    [
      before,
      showing(aSample(5, 25), aSample(5, 25, { sampleId: at(5) })),
      showing(aSample(5, 25, { sampleId: at(5) })),
    ],
    ["10→25"],
  ],
  ["A13: another run at the same time", [before, showing(aSample(0, 30, { sampleId: "run-0b" }))], ["10→30"]],
  ["A13: the same run at another time", [before, showing(aSample(5, 30, { sampleId: "run-0" }))], ["10→30"]],
  ["never evaluated, then first evaluated: that is the baseline", [showing(), before], []],
  ["never evaluated, then twice between two looks", [showing(), later], ["10→25"]],
  ["values below zero and fractions", [showing(aSample(0, -1.5)), showing(aSample(5, -0.25))], ["-1.5→-0.25"]],
  ["deactivated and reactivated: compared again", [before, idle, idle, later], ["10→25"]],
  [
    "deactivated: what it still shows is no news",
    [before, aSegment({ state: "inactive", samples: [aSample(5, 25)] })],
    [],
  ],
  [
    "deactivated at the first look: what it shows is the baseline",
    [aSegment({ state: "inactive", samples: [aSample(0, 10)] }), later],
    ["10→25"],
  ],
  ["absent once, then back: compared again", [before, "absent", later], ["10→25"]],
  ["absent twice, then back as it was: compared again", [before, "absent", "absent", later], ["10→25"]],
  ["A17: renamed for people only", [before, aSegment({ friendlyName: "New", samples: [aSample(5, 25)] })], ["10→25"]],
  [
    "created anew: another baseline",
    [
      before,
      "absent",
      aSegment({ createdAt: at(3), samples: [aSample(4, 50), aSample(5, 25)] }),
      aSegment({ createdAt: at(3), samples: [aSample(9, 26)] }),
    ],
    ["25→26"],
  ],
  [
    "a lower version is another too",
    [aSegment({ version: 4, samples: [aSample(0, 10)] }), aSegment({ version: 1, samples: [aSample(5, 25)] })],
    [],
  ],
  [
    "a higher version is the same, edited",
    [aSegment({ version: 4, samples: [aSample(0, 10)] }), aSegment({ version: 5, samples: [aSample(5, 25)] })],
    ["10→25"],
  ],
  ["not there at first, then with a history: that is the baseline", ["absent", later], []],
  ["a measure", [aMeasure({ samples: [aSample(0, 10)] }), aMeasure({ samples: [aSample(5, 25)] })], ["10→25"]],
  [
    "a measure with dimensions for a while: another baseline",
    [
      aMeasure({ samples: [aSample(0, 10)] }),
      aMeasure({ eligibility: { ok: false, reason: "has-dimensions" } }),
      aMeasure({ samples: [aSample(5, 25)] }),
    ],
    [],
  ],
])("T3/T4 %s", (_, looks, expected) => {
  expect(steps(looks)).toEqual(expected);
});

test("created is not forgotten when one answer leaves it out", () => {
  const { createdAt: _, ...bare } = aSegment({ samples: [aSample(5, 25)] });
  const looks = [before, bare, aSegment({ createdAt: at(7), samples: [aSample(9, 50)] })];
  expect(steps(looks)).toEqual(["10→25"]);
  expect(watchResource([before, bare])[1]?.events[0]?.eventId).toBe(
    watchResource([before, later])[1]?.events[0]?.eventId,
  );
});

test("T3 the event tells the segment, its value before and now, and when it was evaluated", () => {
  expect(watchResource([before, later])[1]?.events).toEqual([
    {
      eventId: expect.stringMatching(/^evt_[0-9a-f]{32}$/),
      trigger: "segment-threshold-crossed",
      instanceId: INSTANCE_ID,
      subjectId: "segment.Loyal",
      resource: "Loyal",
      occurredAt: at(5),
      detectedAt: at(120),
      crossing: { previous: 10, current: 25 },
      fields: {
        segmentName: "Loyal",
        displayName: "Loyal customers",
        value: 25,
        previousValue: 10,
        evaluatedAt: at(5),
      },
    },
  ]);
});

test("T4 the event names the measure", () => {
  const looks = [aMeasure({ samples: [aSample(0, 10)] }), aMeasure({ samples: [aSample(5, 25)] })];
  expect(watchResource(looks)[1]?.events).toMatchObject([
    { trigger: "measure-threshold-crossed", subjectId: "measure.Revenue", fields: { measureName: "Revenue" } },
  ]);
});

function idOf(first: Look, second: Look): string | undefined {
  return watchResource([first, second])[1]?.events[0]?.eventId;
}

test("the key is resource, its creation and sample: whatever came before, and another resource's never", () => {
  expect(idOf(before, later)).toBe(idOf(showing(aSample(1, 99)), later));
  const segment = aSegment({ name: "X", samples: [aSample(0, 10)] });
  const measure = aMeasure({ name: "X", createdAt: at(-600), samples: [aSample(0, 10)] });
  const ids = [
    idOf(before, later),
    idOf(
      aSegment({ createdAt: at(-1), samples: [aSample(0, 10)] }),
      aSegment({ createdAt: at(-1), samples: [aSample(5, 25)] }),
    ),
    idOf(segment, { ...segment, samples: [aSample(5, 25)] }),
    idOf(measure, { ...measure, samples: [aSample(5, 25)] }),
  ];
  expect(new Set(ids).size).toBe(4);
});

test("more than 30 steps: the oldest first, the rest at the next look", () => {
  const many = aSegment({
    samples: Array.from({ length: 41 }, (_, index) => aSample(index, index % 2 === 0 ? 10 : 20)),
  });
  const findings = watchResource([before, many, many, many]);
  expect(findings.map(({ events }) => events.length)).toEqual([0, 30, 10, 0]);
  expect(findings.map(({ incomplete }) => incomplete)).toEqual([undefined, true, undefined, undefined]);
});

const there = aSegment({ samples: [aSample(0, 10)] });
const wide = aMeasure({ eligibility: { ok: false, reason: "has-dimensions" } });
const own = aMeasure({ eligibility: { ok: false, reason: "profile-measure" } });
const whole = aMeasure({ samples: [aSample(0, 10)] });

test.each<[string, readonly Look[], readonly string[]]>([
  ["absent once: not yet", [there, "absent"], ["-", "-"]],
  ["absent from two complete lists in a row: deleted", [there, "absent", "absent"], ["-", "-", "resource-deleted"]],
  [
    "said again while it stays away",
    [there, "absent", "absent", "absent"],
    ["-", "-", "resource-deleted", "resource-deleted"],
  ],
  ["absent, back, absent: not in a row", [there, "absent", there, "absent"], ["-", "-", "-", "-"]],
  [
    "absent while the instance is not active: proves nothing",
    [there, "maybe absent", "maybe absent", "absent"],
    ["-", "-", "-", "-"],
  ],
  ["never there", ["absent", "absent"], ["-", "resource-deleted"]],
  ["back again: resumed", [there, "absent", "absent", there, there], ["-", "-", "resource-deleted", "resumed", "-"]],
  ["not eligible any more", [whole, wide, wide], ["-", "has-dimensions", "has-dimensions"]],
  ["eligible again: resumed", [whole, wide, whole], ["-", "has-dimensions", "resumed"]],
  ["not eligible for another reason", [whole, wide, own], ["-", "has-dimensions", "profile-measure"]],
])("%s", (_, looks, expected) => {
  expect(watchResource(looks).map(({ suspend, resume }) => suspend ?? (resume ? "resumed" : "-"))).toEqual(expected);
});
