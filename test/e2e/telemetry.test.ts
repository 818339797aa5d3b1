import { randomBytes } from "node:crypto";
import { LOCAL_API_KEY } from "../../dev/start/hostSettings";
import { METRICS } from "../../shared/telemetry/telemetry";
import { findSecrets } from "./canary/findSecrets";
import { type Collected, type Collector, openCollector } from "./collector/openCollector";
import { anInstance, nextPoll, refresh, subscribe } from "./company";
import { type Stack, startStack } from "./stack";

const SIGNATURE = `canary-${randomBytes(12).toString("hex")}`;
const ENCRYPTION_KEY = randomBytes(32);
const SIGNING_KEY = randomBytes(32);

/** Made only when something goes wrong, or where many hosts have a queue between them. */
const NOT_HERE = [
  "triggers.changes.refused",
  "triggers.gaps",
  "triggers.requests.limited",
  "triggers.poison",
  "triggers.swept",
  "triggers.rows.skipped",
];

let collector: Collector;
let stack: Stack;
beforeAll(async () => {
  collector = await openCollector();
  stack = await startStack({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_METRIC_EXPORT_INTERVAL: "500",
    OTEL_BSP_SCHEDULE_DELAY: "200",
    OTEL_EXPORTER_OTLP_TIMEOUT: "1000",
    RETRY_SCHEDULE_SECONDS: "1,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2",
    ENCRYPTION_KEYS: `canary:${ENCRYPTION_KEY.toString("base64")}`,
    WEBHOOK_SIGNING_KEYS: `whsec_${SIGNING_KEY.toString("base64")}`,
  });
});
afterAll(() => stack.stop());

/** A flow that fails at each attempt; the address in which its signature is. */
function failingFlow(): string {
  const callbackUrl = new URL(stack.flow.callbackUrl("failing"));
  const asked = { sig: SIGNATURE, behaviour: "error", status: "500", times: "1000" };
  for (const [name, value] of Object.entries(asked)) callbackUrl.searchParams.set(name, value);
  return callbackUrl.href;
}

/** The span's ancestors' names, from the root on, and its own. */
function pathTo({ spanId }: Collected): string {
  const spans = new Map(collector.spans().map((span) => [span.spanId, span]));
  const names: string[] = [];
  for (let span = spans.get(spanId); span; span = spans.get(span.parentSpanId ?? "")) names.unshift(span.name);
  return names.join(" > ");
}

const posts = (): readonly Collected[] => collector.spans().filter(({ name }) => name === "POST callback");
const isComplete = (): boolean =>
  posts().length >= 2 &&
  posts().every((post) => pathTo(post).startsWith("schedulePolls")) &&
  Object.keys(METRICS).every((name) => NOT_HERE.includes(name) || collector.metrics().has(name));

let location = "";

test("a failed refresh is one trace from the poll to the delivery and its retries, and its numbers arrive", async () => {
  const { instanceId, dataSources } = await anInstance(stack);
  const { dataSourceId } = dataSources[0] ?? { dataSourceId: "" };
  const polled = nextPoll(stack);
  const trigger = `${instanceId}/triggers/data-source-refresh-failed`;
  const response = await subscribe(stack, trigger, { callbackUrl: failingFlow(), dataSourceId });
  location = response.headers.get("location") ?? "";
  await polled;
  await refresh(stack, dataSourceId, "fail");
  await stack.flow.waitForReceived(2, { flow: "failing" });
  await collector.until(isComplete);

  const poll = "schedulePolls > pollInstance";
  const [{ traceId } = { traceId: "" }] = posts();
  const trace = collector.spans().filter((span) => span.traceId === traceId);
  expect([...new Set(trace.map((span) => pathTo(span)))]).toEqual(
    expect.arrayContaining([
      "schedulePolls",
      poll,
      `${poll} > GET listJobs`,
      `${poll} > GET listNodes`,
      `${poll} > commitChange`,
      `${poll} > handOverEvent`,
      `${poll} > handOverEvent > POST callback`,
      `${poll} > deliverChunk`,
      `${poll} > deliverChunk > POST callback`,
    ]),
  );
  expect(new Set(posts().map((post) => post.traceId))).toEqual(new Set([traceId]));
  const told = stack.lines.filter(({ name }) => name === "event.detected" || name === "delivery.attempted");
  expect(new Set(told.map((line) => line["traceId"]))).toEqual(new Set([traceId]));
});

test("a subscribe's baseline poll is a part of its request's trace", async () => {
  const polls = (): readonly string[] =>
    collector.spans().flatMap((span) => (span.name === "pollInstance" ? [pathTo(span)] : []));
  await collector.until(() => polls().includes("POST subscribe > pollInstance"));
  expect(polls().filter((path) => path.startsWith("POST"))).toHaveLength(1);
});

test("no secret is in what the collector got", () => {
  const id = new URL(location).pathname.split("/").at(-1) ?? "";
  const planted = [
    { where: "callback signature", secret: SIGNATURE },
    { where: "encryption key", secret: ENCRYPTION_KEY },
    { where: "signing key", secret: SIGNING_KEY },
    { where: "caller's key", secret: LOCAL_API_KEY },
    { where: "source token", secret: "simulator-token" },
    { where: "source subscription key", secret: "simulator-key-1" },
    { where: "storage key", secret: /AccountKey=([^;]+)/.exec(stack.connectionString)?.[1] ?? "" },
    { where: "Location", secret: id },
    { where: "random part", secret: Buffer.from(id, "base64url").toString().split("/").at(-1) ?? "" },
  ];
  expect(planted.every(({ secret }) => secret.length > 10)).toBe(true);
  const written = collector.received.map((text) => ({ where: text.slice(0, 200), text }));
  expect(written.length).toBeGreaterThan(2);
  expect(findSecrets(planted, written)).toEqual([]);
});

test("a collector that is away harms nothing: flows are called, the miss is told once, and the host ends in time", async () => {
  const missed = stack.nextLine(({ name }) => name === "telemetry.missed");
  await collector.close();
  const before = stack.flow.received("failing").length;
  expect(await missed).toMatchObject({ signal: expect.stringMatching(/^(?:traces|metrics)$/) });
  await stack.flow.waitForReceived(before + 2, { flow: "failing" });
  const startedAt = performance.now();
  expect(await stack.host().stop()).toMatchObject({ code: 0 });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  const misses = stack.lines.filter(({ name }) => name === "telemetry.missed").map((line) => line["signal"]);
  expect(misses).toHaveLength(new Set(misses).size);
});
