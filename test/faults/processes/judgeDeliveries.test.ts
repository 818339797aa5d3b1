import { type Kill, type Received, judgeDeliveries } from "./judgeDeliveries";

const EVENT = "evt_1";
const expected = (kills: readonly Kill[] = []): Parameters<typeof judgeDeliveries>[1] => ({
  eventIds: [EVENT],
  flows: ["a", "b"],
  kills,
});

function received(flow: string, atMs: number, eventId = EVENT): Received {
  return { flow, eventId, ids: new Set([eventId]), atMs };
}

function kill(atMs: number, ...flows: readonly string[]): Kill {
  return { atMs, claimed: new Map(flows.map((flow) => [`${EVENT}/${flow}`, `claim-${flow}-${atMs}`])) };
}

const BOTH = [received("a", 1_000), received("b", 1_000)];

test("each flow called once is well", () => {
  expect(judgeDeliveries(BOTH, expected())).toEqual({
    problems: [],
    posts: 2,
    duplicates: 0,
    inFlight: 0,
    slowestTakeOverMs: 0,
  });
});

test("a second call is well where the first was in flight when a host was killed", () => {
  const judgement = judgeDeliveries([...BOTH, received("a", 21_000)], expected([kill(2_000, "a")]));
  expect(judgement).toEqual({ problems: [], posts: 3, duplicates: 1, inFlight: 1, slowestTakeOverMs: 19_000 });
});

test("what is in hand at two kills counts from the second where it was claimed anew", () => {
  const kills = [kill(500, "a"), kill(50_000, "a")];
  const judgement = judgeDeliveries([received("a", 90_000), received("b", 1_000)], expected(kills));
  expect(judgement).toMatchObject({ problems: [], slowestTakeOverMs: 40_000 });
});

test.each<[string, readonly Received[], readonly Kill[], RegExp]>([
  ["a delivery is missing", [received("a", 1)], [], /b was not delivered/],
  ["one comes twice", [...BOTH, received("a", 2_000)], [], /a was delivered 2 times, and in flight at 0 kills/],
  ["one comes again that was not in flight", [...BOTH, received("a", 9_000)], [kill(2_000, "b")], /a was delivered 2/],
  ["one comes three times", [...BOTH, ...BOTH], [kill(2_000, "a")], /b was delivered 2 times/],
  ["an event is unknown", [...BOTH, received("a", 1, "evt_2")], [], /nobody knows/],
  ["the ids differ", [...BOTH, { ...received("a", 1), ids: new Set(["x", "y"]) }], [], /the ids x, y/],
  ["it takes too long", [received("a", 61_001), received("b", 1)], [kill(1_000, "a")], /after 60001 ms/],
])("it is told when %s", (_, log, kills, problem) => {
  expect(judgeDeliveries(log, expected(kills)).problems.join("\n")).toMatch(problem);
});
