import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type HistoryEntry } from "../../model/event";
import { type Page } from "../../model/page";
import { answerPage } from "../paging/answerPage";

interface Place {
  readonly request: HttpRequest;
  readonly instanceId: string;
  readonly publicBaseUrl: string;
}

export function answerHistory(
  { items, ...rest }: Page<HistoryEntry>,
  { request, instanceId, publicBaseUrl }: Place,
): HttpResponseInit {
  const shown = { ...rest, items: items.map((each) => show(each)) };
  return answerPage(shown, { request, url: `${publicBaseUrl}/instances/${instanceId}/events` });
}

function show(entry: HistoryEntry): object {
  if (entry.kind === "gap") return { kind: "gap", ...entry.gap };
  const { eventId, sequence, trigger, occurredAt, detectedAt, fields } = entry.event;
  return { kind: "event", eventId, sequence, trigger, occurredAt, detectedAt, fields };
}
