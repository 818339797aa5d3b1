import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { createDirectQuota } from "../../../shared/delivery/directQuota";
import { parseTraceparent } from "../../../shared/model/log";
import { type TracedHost, openTracedHost } from "./tracedHost";

const PARENT = parseTraceparent(`00-${"ab".repeat(16)}-${"cd".repeat(8)}-01`);

const failing = (): Promise<never> => Promise.reject(new TypeError("canary-secret"));

function traceIds({ spans }: TracedHost): readonly string[] {
  return [...new Set(spans().map((span) => span.spanContext().traceId))];
}

test("a poll, its commit, its hand-over and the callback are one trace, each a part of the one before", async () => {
  const host = await openTracedHost([202]);
  await host.poll();
  expect(host.paths("commitChange")[0]).toBe("pollInstance > commitChange");
  expect(host.paths("POST callback")).toEqual(["pollInstance > handOverEvent > POST callback"]);
  expect(traceIds(host)).toHaveLength(1);
  const post = host.spans().find(({ name }) => name === "POST callback");
  expect(post).toMatchObject({ kind: SpanKind.CLIENT, attributes: { attempt: 1, "http.response.status_code": 202 } });
  expect(post?.status.code).toBe(SpanStatusCode.UNSET);
});

test("a delivery that goes through both queues is a part of the poll that found its event", async () => {
  const host = await openTracedHost([202]);
  const { deps } = host;
  Object.assign(deps, { directQuota: createDirectQuota({ events: 0, chunks: 0, chunksPerEvent: 0 }) });
  await host.poll();
  expect(host.paths("POST callback")).toEqual([]);
  await host.runQueues();
  expect(host.paths("dispatchEvent")).toEqual(["pollInstance > dispatchEvent"]);
  expect(host.paths("POST callback")).toEqual(["pollInstance > deliverChunk > POST callback"]);
  expect(traceIds(host)).toHaveLength(1);
});

test("retries are parts of the same trace, and say what went wrong by its status alone", async () => {
  const host = await openTracedHost([500, 503, 202]);
  await host.poll();
  await host.runQueues();
  expect(host.paths("POST callback")).toEqual([
    "pollInstance > handOverEvent > POST callback",
    "pollInstance > deliverChunk > POST callback",
    "pollInstance > deliverChunk > POST callback",
  ]);
  expect(traceIds(host)).toHaveLength(1);
  const posts = host.spans().filter(({ name }) => name === "POST callback");
  expect(posts.map(({ attributes }) => attributes["error.type"])).toEqual(["500", "503", undefined]);
  expect(posts[0]?.status).toEqual({ code: SpanStatusCode.ERROR });
});

test("what asked for a poll is the parent of all", async () => {
  const host = await openTracedHost([202]);
  await host.poll(PARENT);
  expect(traceIds(host)).toEqual(["ab".repeat(16)]);
  const poll = host.spans().find(({ name }) => name === "pollInstance");
  expect(poll?.parentSpanContext).toMatchObject({ spanId: "cd".repeat(8), isRemote: true });
});

test("an event whose row tells no trace is delivered in a trace of its own", async () => {
  const host = await openTracedHost([202]);
  Object.assign(host.deps, { directQuota: createDirectQuota({ events: 0, chunks: 0, chunksPerEvent: 0 }) });
  const { traceparent } = host.deps;
  Object.assign(host.deps, { traceparent: () => undefined }); // as the version before stored it
  await host.poll();
  Object.assign(host.deps, { traceparent });
  await host.runQueues();
  expect(host.paths("POST callback")).toEqual(["deliverChunk > POST callback"]);
});

test("work that throws ends its span as failed, told by the error's name and nothing else", async () => {
  const { deps, spans } = await openTracedHost([202]);
  await expect(deps.inSpan({ name: "sweep" }, failing)).rejects.toThrow(TypeError);
  const [span] = spans();
  expect(span).toMatchObject({ attributes: { "error.type": "TypeError" }, status: { code: SpanStatusCode.ERROR } });
  expect(JSON.stringify([span?.attributes, span?.events, span?.status])).not.toContain("canary");
});

test("a trace that is not sampled stays so over its rows and tasks", async () => {
  const host = await openTracedHost([500, 202]);
  await host.poll(parseTraceparent(`00-${"ab".repeat(16)}-${"cd".repeat(8)}-00`));
  await host.runQueues();
  expect(host.spans()).toEqual([]);
});
