import { isForSubscription } from "../../shared/delivery/isForSubscription";
import { type RefreshWish } from "../../shared/model/subscription";
import { anEvent } from "../builders/anEvent";
import { aKey } from "../builders/aSubscription";

const MANUAL: RefreshWish = { includeManual: true, outcome: "completed" };
const ANY: RefreshWish = { includeManual: false, outcome: "any" };
const ALL: RefreshWish = { includeManual: true, outcome: "any" };

test.each<[string, string, RefreshWish | undefined, boolean]>([
  ["scheduled", "completed", undefined, true],
  ["ondemand", "completed", undefined, false],
  ["scheduled", "failed", undefined, false],
  ["ondemand", "completed", MANUAL, true],
  ["ondemand", "failed", MANUAL, false],
  ["scheduled", "failed", ANY, true],
  ["ondemand", "failed", ANY, false],
  ["ondemand", "failed", ALL, true],
])("a full refresh that was %s and %s, for one who wishes %j: %s", (submissionKind, outcome, wish, isWanted) => {
  const event = anEvent({ trigger: "full-refresh-completed", traits: { submissionKind, outcome } });
  const match = { key: aKey(), afterSequence: 0, ...(wish ? { wish } : {}) };
  expect(isForSubscription(match, event)).toBe(isWanted);
});

test("invariant 7: an event from before a subscription, or after its successor, is not for it", () => {
  const event = anEvent({ sequence: 7 });
  expect(isForSubscription({ key: aKey(), afterSequence: 7 }, event)).toBe(false);
  expect(isForSubscription({ key: aKey(), afterSequence: 0, untilSequence: 6 }, event)).toBe(false);
  expect(isForSubscription({ key: aKey(), afterSequence: 6, untilSequence: 7 }, event)).toBe(true);
});
