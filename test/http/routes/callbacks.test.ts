import { addressEvent } from "../../../shared/delivery/attempt";
import { buildCallback } from "../../../shared/delivery/buildCallback";
import { fullRefreshEvent } from "../../../shared/detection/rules/fullRefresh";
import { type RefreshRun, refreshEvent } from "../../../shared/detection/rules/refreshRun";
import { crossingEvent } from "../../../shared/detection/rules/crossings";
import { unificationEvent } from "../../../shared/detection/rules/unification";
import { CALLBACKS } from "../../../shared/http/routes/callbacks";
import { type DetectedEvent, TRIGGERS } from "../../../shared/model/event";
import { aKey } from "../../builders/aSubscription";
import { aSample } from "../../builders/samples";
import { INSTANCE_ID, aDataSource, aJob, at } from "../../builders/workflow";
import { isAsPublished } from "../isAsPublished";

const now = new Date("2026-11-20T10:10:00Z");
const FAILED: RefreshRun = {
  outcome: "failed",
  endedAt: at(5),
  timedOut: false,
  partial: true,
  hasWarnings: false,
  problem: { severity: "error", code: "E1", message: "No access." },
  jobIds: [],
};

const step = { instanceId: INSTANCE_ID, previous: aSample(1, 90), current: aSample(2, 110), now };
const resource = { name: "Loyal", samples: [], isDeactivated: false } as const;
const refresh = { instanceId: INSTANCE_ID, dataSource: aDataSource(), now };
const nameless = { instanceId: INSTANCE_ID, dataSource: { dataSourceId: "crm", refreshState: "failed" }, now };

/** Each trigger's events, with all that they can tell and with as little. */
const EVENTS: readonly DetectedEvent[] = [
  refreshEvent({ ...refresh, run: FAILED }),
  refreshEvent({ ...nameless, run: { ...FAILED, timedOut: true, problem: { severity: "error" } } }),
  refreshEvent({ ...refresh, run: { ...FAILED, outcome: "succeeded" } }),
  crossingEvent({ ...step, resource: { ...resource, kind: "segment", displayName: "Loyal customers" } }),
  crossingEvent({ ...step, resource: { ...resource, kind: "measure", displayName: "Loyalty" } }),
  crossingEvent({ ...step, resource: { ...resource, kind: "measure" } }),
  fullRefreshEvent(aJob({ submittedAt: at(0), endedAt: at(5), status: "timedout" }), "completed", {
    instanceId: INSTANCE_ID,
    now,
  }),
  fullRefreshEvent(aJob({ status: "aborted" }), "failed", { instanceId: INSTANCE_ID, now }),
  unificationEvent({ instanceId: INSTANCE_ID, jobId: "job-1", taskId: "task-1", identity: ["job-1"], now }),
  unificationEvent({ instanceId: INSTANCE_ID, identity: ["node"], now }),
];

/** The body that a flow gets for an event. */
function toldOf(event: DetectedEvent): Readonly<Record<string, unknown>> {
  const threshold = event.crossing && { threshold: { value: 100, direction: "either" as const } };
  const reference = { subscription: aKey("a", { trigger: event.trigger, ...threshold }), attemptsBefore: 0 };
  const addressed = addressEvent({ ...event, sequence: 1 }, { ...reference, redrivenAfter: 3 });
  const { body } = buildCallback(addressed, "https://flow.example.org", now, { publicBaseUrl: "", signingKeys: [] });
  return JSON.parse(body) as Readonly<Record<string, unknown>>;
}

test.each(EVENTS)("a callback of $trigger, event $eventId, is as published", (event) => {
  expect(isAsPublished({ 200: CALLBACKS[event.trigger] }, { jsonBody: toldOf(event) })).toBe(true);
});

test.each(TRIGGERS)("all that is published of %s is told at some time", (trigger) => {
  const told = new Set(EVENTS.filter((each) => each.trigger === trigger).flatMap((each) => Object.keys(toldOf(each))));
  // A test marks itself; see the tests of testSubscription.
  expect([...told, "test"].toSorted()).toEqual(Object.keys(CALLBACKS[trigger]["properties"] as object).toSorted());
});
