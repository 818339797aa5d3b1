import { type Detected, detect } from "../../shared/detection/rules/detect";
import { type DataSource } from "../../shared/model/instance";
import { type StoredSubject } from "../../shared/model/subject";
import { SETTINGS, anInterest, anObserved } from "../builders/observed";
import { SOURCE_ID, aDataSource, aNode, at } from "../builders/workflow";

interface Look {
  readonly dataSources: readonly DataSource[] | undefined;
  /** Minutes past ten at which its node ended. */
  readonly endedMinute?: number;
  readonly counts?: boolean;
}

/** Looks at the data sources again and again, keeping subjects as storage would; what the last look found. */
function watch(looks: readonly Look[]): Detected {
  let subjects: readonly StoredSubject[] = [];
  let last: Detected | undefined;
  for (const { dataSources, endedMinute = 0, counts = true } of looks) {
    last = detect({
      subjects,
      observed: anObserved({
        nodes: [aNode({ endedAt: at(endedMinute) })],
        ...(dataSources ? { dataSources } : {}),
        absenceCounts: counts,
      }),
      interest: anInterest({ triggers: ["data-source-refresh-succeeded"] }),
      now: new Date(Date.UTC(2026, 10, 20, 10)),
      settings: SETTINGS,
    });
    const changed = last.changes.map(({ subjectId, state }) => ({ subjectId, state, version: "1" }));
    subjects = [
      ...subjects.filter(({ subjectId }) => !changed.some((each) => each.subjectId === subjectId)),
      ...changed,
    ];
  }
  if (!last) throw new Error("no look was given");
  return last;
}

const there: Look = { dataSources: [aDataSource()] };
const absent: Look = { dataSources: [] };
const unasked: Look = { dataSources: undefined };
const DELETED = [{ subjectId: `data-source.${SOURCE_ID}`, resource: SOURCE_ID, reason: "resource-deleted" }];

test.each<[string, readonly Look[], boolean]>([
  ["absent from one complete list: not yet", [there, absent], false],
  ["absent from two complete lists in a row: suspended", [there, absent, absent], true],
  ["said again while it holds", [there, absent, absent, absent], true],
  ["a list that was not asked for says nothing", [there, absent, unasked], false],
  ["…and does not break the row", [there, absent, unasked, absent], true],
  [
    "an instance that is not active proves no absence",
    [there, { ...absent, counts: false }, { ...absent, counts: false }],
    false,
  ],
  ["there again in between: counted anew", [there, absent, there, absent], false],
])("a data source that is %s", (_, looks, isSuspended) => {
  expect(watch(looks).suspensions).toEqual(isSuspended ? DELETED : []);
});

test("a data source that was never there is nobody's subject", () => {
  expect(watch([absent, absent]).changes).toEqual([]);
});

test("a data source that is back is resumed once, and tells what happened meanwhile", () => {
  const back = watch([there, absent, absent, { ...there, endedMinute: 9 }]);
  expect(back.resumptions).toEqual([{ resource: SOURCE_ID }]);
  expect(back.changes.flatMap(({ events }) => events)).toMatchObject([{ occurredAt: at(9) }]);
  expect(watch([there, absent, absent, there, there]).resumptions).toEqual([]);
});
