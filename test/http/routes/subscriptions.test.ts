import {
  answerSubscriptions,
  parseSubscriptionsQuery,
  requireOwnSubscription,
  showSubscription,
} from "../../../shared/http/routes/subscriptions";
import { answerTest } from "../../../shared/http/routes/subscriptionTest";
import { toInstant } from "../../../shared/model/instant";
import { type Subscription } from "../../../shared/model/subscription";
import { toSubscriptionId } from "../../../shared/subscriptions/subscriptionId";
import { aCaller } from "../../builders/aCaller";
import { aKey, aSubscription } from "../../builders/aSubscription";
import { aHttpRequest } from "../aHttpRequest";
import { problemOf } from "../problemOf";

const AT = toInstant(new Date("2026-11-20T10:00:00Z"));
const CALLER = aCaller();
const OWN = CALLER.connection;

function request(subscriptionId: string) {
  return aHttpRequest({ params: { subscriptionId } });
}

function found(subscription: Subscription | undefined) {
  return { loadSubscription: () => Promise.resolve(subscription) };
}

test("the caller's own subscription is found by its id", async () => {
  const own = aSubscription({ connection: OWN });
  expect(await requireOwnSubscription(request(toSubscriptionId(own.key)), CALLER, found(own))).toBe(own);
});

test.each<[string, string, Subscription | undefined]>([
  ["that is gone", toSubscriptionId(aKey()), undefined],
  ["of another connection", toSubscriptionId(aKey()), aSubscription({ connection: "another" })],
  ["whose id is none", "x", aSubscription({ connection: OWN })],
])("one %s is answered 404", async (_, id, stored) => {
  const { status, code } = await problemOf(() => requireOwnSubscription(request(id), CALLER, found(stored)));
  expect({ status, code }).toEqual({ status: 404, code: "UnknownSubscription" });
});

test.each<[Partial<Subscription>, object]>([
  [{}, { state: "active", slow: false, trigger: "data-source-refresh-failed" }],
  [{ untilSequence: 3 }, { state: "superseded" }],
  [{ suspended: "resource-deleted" }, { state: "suspended", suspended: "resource-deleted" }],
  [
    { health: { state: "dormant", dormantSince: AT, cause: "flow-off", slow: true, changedAt: AT } },
    { state: "dormant", dormant: { since: AT, cause: "flow-off" }, slow: true },
  ],
  [{ health: { state: "active", slow: true, changedAt: AT } }, { state: "active", slow: true }],
  [{ refreshOptions: { includeManual: true, outcome: "any" } }, { includeManual: true, outcome: "any" }],
  [
    { key: aKey("a", { threshold: { value: 5, direction: "below" } }), resource: "Loyal" },
    { threshold: 5, direction: "below", resource: "Loyal" },
  ],
])("a subscription with %j is shown as %j, with its id and without its callback", (changes, shown) => {
  const subscription = aSubscription(changes);
  const answered = showSubscription(subscription);
  expect(answered).toMatchObject({
    ...shown,
    subscriptionId: toSubscriptionId(subscription.key),
    callbackHost: "prod-01.westeurope.logic.azure.com",
  });
  expect(JSON.stringify(answered)).not.toContain("canary");
});

test("a list goes on where the page ended, on the public address", () => {
  const asked = aHttpRequest({ method: "GET", query: { $top: "1", $skiptoken: "a".repeat(32) } });
  expect(parseSubscriptionsQuery(asked)).toEqual({ paging: { top: 1, cursor: "a".repeat(32) } });
  const { jsonBody } = answerSubscriptions({ items: [aSubscription()], cursor: "b" }, asked, "https://t.example/api");
  expect(jsonBody).toMatchObject({
    value: [{ state: "active" }],
    "@odata.nextLink": "https://t.example/api/subscriptions?%24top=1&%24skiptoken=b",
  });
});

test("a cursor of another list is answered 400", async () => {
  const { options } = await problemOf(() => parseSubscriptionsQuery(aHttpRequest({ query: { $skiptoken: "7" } })));
  expect(options.target).toBe("$skiptoken");
});

test.each([
  [
    { status: 202, durationMs: 5 },
    { accepted: true, status: 202, durationMs: 5 },
  ],
  [
    { status: 400, errorCode: "WorkflowTriggerIsNotEnabled", durationMs: 5 },
    { accepted: false, status: 400, errorCode: "WorkflowTriggerIsNotEnabled", durationMs: 5 },
  ],
  [{ error: "timed-out", durationMs: 10_000 } as const, { accepted: false, error: "timed-out", durationMs: 10_000 }],
])("a test that came to %j is told as %j", (answer, jsonBody) => {
  expect(answerTest(answer)).toEqual({ status: 200, jsonBody });
});

test("a test that found no turn is answered 503, and when to try again", async () => {
  const { status, code, options } = await problemOf(() => answerTest("host-busy"));
  expect({ status, code, options }).toEqual({ status: 503, code: "ReceiverBusy", options: { retryAfterSeconds: 5 } });
});
