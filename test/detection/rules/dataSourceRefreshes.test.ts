import { aNode, at } from "../../builders/workflow";
import { type Look, found, watchDataSource } from "../watchDataSource";

function looking(refreshState: string, lastRefreshedMinute?: number, minute = 0): Look {
  const moved = lastRefreshedMinute === undefined ? {} : { lastRefreshedAt: at(lastRefreshedMinute) };
  return { dataSource: { refreshState, ...moved }, minute };
}

const before = looking("updated", 0);

test.each<[string, readonly Look[], readonly string[]]>([
  ["the first observation is a baseline", [looking("updatefailed", 0)], []],
  ["updated with a newer last refresh is a success", [before, looking("updated", 5)], ["succeeded 5"]],
  ["updated with the same last refresh is no news", [before, looking("updated", 0)], []],
  ["A6: a newer last refresh while updating proves nothing", [before, looking("updating", 5)], []],
  [
    "A6: …but is a success once it is updated",
    [before, looking("updating", 0), looking("updated", 5)],
    ["succeeded 5"],
  ],
  [
    "A6: …also where its last refresh had moved before that",
    [before, looking("updating", 5), looking("updated", 5)],
    ["succeeded 5"],
  ],
  [
    "A6: …and nothing once it is cancelled, whatever it is called then",
    [before, looking("updating", 5), looking("updatecancelled", 5), looking("updated", 5)],
    [],
  ],
  ["a state that is left out says nothing yet", [before, looking("", 5), looking("updated", 5)], ["succeeded 5"]],
  ["a failed update is a failure, at our own time", [before, looking("updatefailed", 0, 7)], ["failed 7"]],
  [
    "A6: a last refresh that moves on failure is the failure's time",
    [before, looking("updatefailed", 5, 7)],
    ["failed 5"],
  ],
  ["a failure that stays is reported once", [before, looking("updatefailed", 0, 7), looking("updatefailed", 0, 8)], []],
  [
    "cancelled: no event, and back to updated neither",
    [before, looking("updatecancelled", 0), looking("updated", 0)],
    [],
  ],
  [
    "A12: never a date: the change of state tells",
    [looking("updating"), looking("updated", undefined, 3)],
    ["succeeded 3"],
  ],
  [
    "a source never refreshed, then refreshed elsewhere",
    [looking("notupdated"), looking("updated", 5)],
    ["succeeded 5"],
  ],
  [
    "a source never refreshed, whose first run fails",
    [looking("notupdated"), { nodes: [aNode({ status: "timedout", endedAt: at(5) })] }],
    ["failed 5"],
  ],
  [
    "a source never refreshed, whose first run shows in its state before it shows as a node",
    [
      looking("notupdated"),
      looking("updating"),
      { nodes: [aNode({ status: "timedout", endedAt: at(5) })], dataSource: { refreshState: "updatefailed" } },
    ],
    ["failed 5"],
  ],
  [
    "nodes that appear later do not change what was chosen",
    [before, { nodes: [aNode({ endedAt: at(5) })], dataSource: { refreshState: "updated", lastRefreshedAt: at(0) } }],
    [],
  ],
  [
    "a refresh state does not speak where nodes do",
    [{ nodes: [aNode({ endedAt: at(0) })] }, looking("updatefailed", 5, 7)],
    [],
  ],
])("%s", (_, looks, expected) => {
  expect(found(looks)).toEqual(expected);
});

test("invariant 2: two failures of one source have two ids, and one failure seen by two hosts has one", () => {
  const first = [before, looking("updatefailed", 0, 7)];
  const again = [...first, looking("updating", 0, 8), looking("updatefailed", 0, 9)];
  const ids = [first, again, [before, looking("updatefailed", 0, 8)]].map(
    (looks) => watchDataSource(looks).events[0]?.eventId,
  );
  expect(ids[0]).not.toBe(ids[1]);
  expect(ids[0]).toBe(ids[2]);
});
