/** The route of an instance's history: events and gaps, the latest first. */
import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type HistoryEntry, TRIGGERS } from "../../model/event";
import { type Page } from "../../model/stored";
import { type FieldProblem } from "../../validation/guard";
import { type Paging, answerPage, pageParameters, paged, parsePaging } from "../paging";
import { type HttpPorts } from "../ports";
import { INSTANCE_ID } from "../parameters";
import { invalidFields } from "../problems";
import { parseInstanceId } from "../requireAccess";
import { type Route } from "../route";
import { TIME, textSchema } from "../schema";

/** A cursor is the sequence of an event, where the last page ended. */
const PAGE = pageParameters("events", { cursor: String.raw`^\d{1,15}$` });

const EVENTS = paged("Events", "The events of this page.", {
  type: "object",
  additionalProperties: false,
  required: ["kind", "sequence", "detectedAt"],
  properties: {
    kind: textSchema("Kind", "An event, or a gap in what could be seen.", { enum: ["event", "gap"] }),
    sequence: { type: "integer", title: "Sequence", description: "Counts what happened at the instance." },
    detectedAt: textSchema("Detected At", "When it was noticed.", TIME),
    eventId: textSchema("Event Id", "Id of the event, the same in every call of a flow."),
    trigger: textSchema("Trigger", "What happened.", { enum: [...TRIGGERS] }),
    occurredAt: textSchema("Occurred At", "When it happened.", TIME),
    fields: {
      type: "object",
      title: "Fields",
      description: "What flows are told besides.",
      additionalProperties: true,
    },
    gapId: textSchema("Gap Id", "Id of the gap."),
    lastKnownAt: textSchema("Last Known At", "When the gap begins.", TIME),
    oldestSeenAt: textSchema("Oldest Seen At", "When the gap ends.", TIME),
  },
});

export const LIST_EVENTS_ROUTE: Route<Pick<HttpPorts, "listHistory" | "links">> = {
  operation: "listEvents",
  method: "GET",
  path: "instances/{instanceId}/events",
  summary: "List events",
  description:
    "Lists what happened at an instance, the latest first, and gaps in which something may have happened unseen.",
  parameters: [INSTANCE_ID, ...PAGE],
  answers: { 200: EVENTS },
  visibility: "important",
  role: "operate",
  handle: async (request, caller, { listHistory, links }) => {
    const { instanceId, paging } = parseHistoryQuery(request, caller);
    return answerHistory(await listHistory(instanceId, paging), { request, instanceId, ...links });
  },
};

export function parseHistoryQuery(
  request: HttpRequest,
  caller: Pick<Caller, "instances">,
): { readonly instanceId: string; readonly paging: Paging } {
  const instanceId = parseInstanceId(request, caller);
  const problems: FieldProblem[] = [];
  const paging = parsePaging(request, PAGE, problems);
  if (problems.length > 0) throw invalidFields(problems);
  return { instanceId, paging };
}

interface Asked {
  readonly request: HttpRequest;
  readonly instanceId: string;
  readonly publicBaseUrl: string;
}

export function answerHistory(
  { items, ...rest }: Page<HistoryEntry>,
  { request, instanceId, publicBaseUrl }: Asked,
): HttpResponseInit {
  const shown = { ...rest, items: items.map((each) => show(each)) };
  return answerPage(shown, { request, url: `${publicBaseUrl}/instances/${instanceId}/events` });
}

function show(entry: HistoryEntry): object {
  if (entry.kind === "gap") return { kind: "gap", ...entry.gap };
  const { eventId, sequence, trigger, occurredAt, detectedAt, fields } = entry.event;
  return { kind: "event", eventId, sequence, trigger, occurredAt, detectedAt, fields };
}
