import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { deliverChunk, deliverSlowChunk } from "../../../shared/delivery/deliverChunk";
import { dispatchEvent } from "../../../shared/delivery/dispatchEvent";
import { handOverEvent } from "../../../shared/delivery/handOverEvent";
import { pollInstance } from "../../../shared/detection/pollInstance";
import { type ReceiverAnswer } from "../../../shared/model/delivery";
import { type Traceparent } from "../../../shared/model/log";
import { joinServices } from "../../../shared/runtime/joinServices";
import { readConfig } from "../../../shared/runtime/readConfig";
import { type Services } from "../../../shared/runtime/serviceParts";
import { createTelemetry } from "../../../shared/telemetry/sdk/startTelemetry";
import { parseDeliveryTask, parseDispatchTask } from "../../../shared/validation/parseTask";
import { aKey, aSubscription } from "../../builders/aSubscription";
import { INSTANCE_ID } from "../../builders/workflow";
import { aPoll } from "../../detection/aPoll";
import { memoryStorage } from "../../fakes/memoryStorage";
import { EMULATOR } from "../../runtime/someSettings";

/** The app on tables in memory, with its traces in memory, too: one data source has failed to refresh, and one flow wants to know. */
export interface TracedHost {
  readonly deps: Services;
  /** Polls as the function `pollInstance` does. */
  poll(parent?: Traceparent): Promise<void>;
  /** Everything that is in the queues, and what that queues, whatever its delay. */
  runQueues(): Promise<void>;
  readonly spans: () => readonly ReadableSpan[];
  /** The storage operations so far; a transaction is one. */
  readonly operations: () => number;
  /** The ancestors of each span of this name and itself, from the root on. */
  paths(name: string): readonly string[];
}

/** `answers`: of the flow, in turn; the last for good. */
export async function openTracedHost(answers: readonly number[]): Promise<TracedHost> {
  const exporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor(exporter)];
  const telemetry = createTelemetry({ serviceName: "test", spanProcessors, metricReaders: [] });
  const { tables, queues } = memoryStorage();
  const { events, deliveries, slowDeliveries: slow } = queues;
  const config = readConfig({ ...EMULATOR, FAILURE_HOLD_SECONDS: "0" });
  const joined = joinServices(config, { tables, queues }, () => undefined, telemetry);
  const left = [...answers];
  const post = (): Promise<ReceiverAnswer> =>
    Promise.resolve({ status: (left.length > 1 ? left.shift() : left[0]) ?? 202, durationMs: 5 });
  const { deps: remembered } = aPoll();
  const own = {
    ...joined,
    source: remembered.source,
    post,
    slowLane: { ...joined.slowLane, post },
    log: () => undefined,
  };
  const deps: Services = { ...own, handOver: (event, marker) => handOverEvent(event, marker, deps) };
  await deps.saveSubscription(aSubscription({ key: aKey("a", { instanceId: INSTANCE_ID }) }), []);
  await deps.touchWatch(INSTANCE_ID, aSubscription().createdAt);
  for (const { subjectId, state } of await remembered.loadSubjects(INSTANCE_ID))
    await deps.commitChange(INSTANCE_ID, { subjectId, state, events: [] });
  const work = async (): Promise<number> => {
    const [dispatches, chunks, slowChunks] = [events, deliveries, slow].map((queue) => queue.takeAll());
    for (const { text } of dispatches ?? []) await dispatchEvent(parseDispatchTask(JSON.parse(text)), deps);
    for (const { text } of chunks ?? []) await deliverChunk(parseDeliveryTask(JSON.parse(text)), deps);
    for (const { text } of slowChunks ?? []) await deliverSlowChunk(parseDeliveryTask(JSON.parse(text)), deps);
    return [dispatches, chunks, slowChunks].flat().length;
  };
  const spans = (): readonly ReadableSpan[] => exporter.getFinishedSpans();
  return {
    deps,
    poll: (parent) =>
      deps.inSpan({ name: "pollInstance", kind: "consumer", parent }, () =>
        pollInstance({ instanceId: INSTANCE_ID }, deps),
      ),
    runQueues: async () => {
      while ((await work()) > 0);
    },
    spans,
    operations: () => Object.values(tables).reduce((sum, table) => sum + table.operations(), 0),
    paths: (name) =>
      spans()
        .filter((span) => span.name === name)
        .map((span) => pathTo(span, spans())),
  };
}

function pathTo(span: ReadableSpan, spans: readonly ReadableSpan[]): string {
  const parent = spans.find((each) => each.spanContext().spanId === span.parentSpanContext?.spanId);
  return parent ? `${pathTo(parent, spans)} > ${span.name}` : span.name;
}
