/**
 * Spans of OpenTelemetry behind the model's words for traces. Only the span that is under way is kept, in the
 * asynchronous context.
 */
import {
  type Context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { AsyncLocalStorage } from "node:async_hooks";
import { defined } from "../../model/defined";
import { type NoteSpan, type SpanStart, type TraceDeps, type Traceparent, parseTraceparent } from "../../model/log";

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;

/** Makes spans of one tracer. The span under way is known in everything that the work calls and awaits. */
export function createSpans(tracer: Tracer): TraceDeps {
  const underWay = new AsyncLocalStorage<Context>();
  return {
    inSpan: async (start, work) => {
      const context = start.parent ? contextOf(start.parent) : (underWay.getStore() ?? ROOT_CONTEXT);
      const span = tracer.startSpan(start.name, toOptions(start), context);
      try {
        return await underWay.run(trace.setSpan(context, span), () => work(noteOn(span)));
      } catch (error) {
        fail(span, error instanceof Error ? error.name : "unknown");
        throw error;
      } finally {
        span.end();
      }
    },
    traceparent: () => {
      const context = underWay.getStore();
      return context && toTraceparent(trace.getSpanContext(context));
    },
  };
}

function toOptions({ kind, links = [], startedAt, attributes }: SpanStart) {
  return {
    kind: kind ? KINDS[kind] : SpanKind.INTERNAL,
    links: links.flatMap((link): Link[] => (link ? [{ context: toSpanContext(link) }] : [])),
    ...defined({ startTime: startedAt, attributes }),
  };
}

function noteOn(span: Span): NoteSpan {
  return (attributes, error) => {
    span.setAttributes(attributes);
    if (error !== undefined) fail(span, error);
  };
}

/** Marks a span as failed by the name of an error. Its message may contain a secret. */
function fail(span: Span, error: string): void {
  span.setAttribute("error.type", error);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function contextOf(parent: Traceparent): Context {
  return trace.setSpanContext(ROOT_CONTEXT, toSpanContext(parent));
}

function toSpanContext(traceparent: Traceparent): SpanContext {
  const [, traceId = "", spanId = "", flags = ""] = traceparent.split("-");
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return { traceId, spanId, traceFlags, isRemote: true };
}

function toTraceparent(context: SpanContext | undefined): Traceparent | undefined {
  if (!context) return undefined;
  const flags = context.traceFlags.toString(16).padStart(2, "0");
  return parseTraceparent(`00-${context.traceId}-${context.spanId}-${flags}`);
}
