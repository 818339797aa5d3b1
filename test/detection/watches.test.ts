import { nextPoll } from "../../shared/detection/watches";
import { secondsSince, toInstant } from "../../shared/model/instant";
import { type SourceFailure } from "../../shared/model/sourceAnswer";
import { INSTANCE_ID } from "../builders/workflow";

const now = new Date("2026-11-20T10:00:00Z");
const pace = { busySeconds: 15, idleSeconds: 60, maxFailureSeconds: 300 };

function waitSeconds(failures: number, rest: { busy?: boolean; failure?: SourceFailure }): number {
  const watch = { instanceId: INSTANCE_ID, nextPollAt: toInstant(now), failures, version: "1" };
  return -secondsSince(nextPoll({ watch, now, pace, ...rest }).nextPollAt, now);
}

test("a row of failures keeps the time of its first, and ends with a success", () => {
  const watch = { instanceId: INSTANCE_ID, nextPollAt: toInstant(now), failures: 0, version: "1" };
  const first = nextPoll({ watch, now, pace, failure: unavailable });
  expect(first.failingSince).toBe(toInstant(now));
  const { failingSince } = first;
  const later = new Date(now.getTime() + 60_000);
  const failing = { ...watch, failures: 1, ...(failingSince && { failingSince }) };
  expect(nextPoll({ watch: failing, now: later, pace, failure: unavailable }).failingSince).toBe(toInstant(now));
  expect(nextPoll({ watch: failing, now: later, pace })).not.toHaveProperty("failingSince");
  // A row of 0.1.0 does not say since when.
  expect(nextPoll({ watch: { ...watch, failures: 3 }, now, pace, failure: unavailable }).failingSince).toBe(
    toInstant(now),
  );
});

const unavailable: SourceFailure = { kind: "unavailable", message: "down" };

test.each<[string, number, { busy?: boolean; failure?: SourceFailure }, number]>([
  ["idle", 0, { busy: false }, 60],
  ["busy", 0, { busy: true }, 15],
  ["the first failure", 0, { failure: unavailable }, 60],
  ["the second failure doubles", 1, { failure: unavailable }, 120],
  ["the wait ends growing at the maximum", 9, { failure: unavailable }, 300],
  ["the source's own wait rules when longer", 0, { failure: { ...unavailable, retryAfterSeconds: 900 } }, 900],
  ["the source's own wait never shortens", 1, { failure: { ...unavailable, retryAfterSeconds: 1 } }, 120],
])("%s", (_, failures, rest, expected) => {
  expect(waitSeconds(failures, rest)).toBe(expected);
});
