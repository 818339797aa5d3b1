import { type CallbackRequest } from "../../shared/delivery/buildCallback";
import { type TestDeps, testSubscription } from "../../shared/delivery/testSubscription";
import { type ReceiverAnswer } from "../../shared/model/delivery";
import { TRIGGERS } from "../../shared/model/event";
import { toInstant } from "../../shared/model/instant";
import { type LogLine } from "../../shared/model/log";
import { aKey, aSubscription } from "../builders/aSubscription";

const ANSWER: ReceiverAnswer = { status: 202, durationMs: 5 };

function aTest(answer: ReceiverAnswer | "host-busy" = ANSWER): {
  deps: TestDeps;
  posts: CallbackRequest[];
  slowPosts: CallbackRequest[];
  lines: LogLine[];
} {
  const posts: CallbackRequest[] = [];
  const slowPosts: CallbackRequest[] = [];
  const lines: LogLine[] = [];
  let ids = 0;
  const deps: TestDeps = {
    post: (request) => {
      posts.push(request);
      return Promise.resolve(answer);
    },
    slowLane: {
      post: (request) => {
        slowPosts.push(request);
        return Promise.resolve(answer);
      },
    },
    callback: { publicBaseUrl: "https://triggers.example/api", signingKeys: [Buffer.alloc(32, 1)] },
    randomId: () => `id-${(ids += 1)}`,
    now: () => new Date("2026-11-20T10:00:00Z"),
    log: (line) => void lines.push(line),
  };
  return { deps, posts, slowPosts, lines };
}

test.each(TRIGGERS)("a subscription to %s is called with a signed sample that says it is a test", async (trigger) => {
  const { deps, posts } = aTest();
  const resource = "Loyal";
  await testSubscription(aSubscription({ key: aKey("a", { trigger }), resource }), deps);
  const body = JSON.parse(posts[0]?.body ?? "{}") as Record<string, unknown>;
  expect(body).toMatchObject({ trigger, test: true, occurredAt: "2026-11-20T10:00:00.0000000Z" });
  expect(body["eventId"]).toMatch(/^evt_[0-9a-f]{32}$/);
  expect(Object.values(body)).not.toContain(null);
  expect(posts[0]?.headers).toMatchObject({ "webhook-id": body["eventId"], "webhook-signature": expect.any(String) });
});

test.each([
  ["above", { value: 101, previousValue: 99, threshold: 100, direction: "above" }],
  ["below", { value: 99, previousValue: 101, threshold: 100, direction: "below" }],
  ["either", { value: 101, previousValue: 99, threshold: 100, direction: "above" }],
] as const)("a threshold watched %s is crossed so", async (direction, fields) => {
  const { deps, posts } = aTest();
  const key = aKey("a", { trigger: "segment-threshold-crossed", threshold: { value: 100, direction } });
  await testSubscription(aSubscription({ key, resource: "Loyal" }), deps);
  expect(JSON.parse(posts[0]?.body ?? "{}")).toMatchObject({ segmentName: "Loyal", ...fields });
});

test("what the flow answered is told, each test is another event, and no secret is logged", async () => {
  const { deps, posts, lines } = aTest();
  expect(await testSubscription(aSubscription(), deps)).toBe(ANSWER);
  await testSubscription(aSubscription(), deps);
  expect(new Set(posts.map(({ headers }) => headers["webhook-id"])).size).toBe(2);
  expect(lines[0]).toMatchObject({ name: "subscription.tested", status: 202 });
  const text = JSON.stringify(lines);
  expect(text).not.toContain("canary");
  expect(text).not.toContain(aKey().random);
});

test("a slow subscription is tried in the slow lane, with its patience", async () => {
  const { deps, posts, slowPosts } = aTest();
  const health = { state: "active", slow: true, changedAt: toInstant(new Date("2026-11-20T09:00:00Z")) } as const;
  await testSubscription(aSubscription({ health }), deps);
  expect([posts.length, slowPosts.length]).toEqual([0, 1]);
});

test("where no turn is free at the flow's host, that is told and logged", async () => {
  const { deps, lines } = aTest("host-busy");
  expect(await testSubscription(aSubscription(), deps)).toBe("host-busy");
  expect(lines[0]).toMatchObject({ name: "subscription.tested", outcome: "no-turn" });
});
