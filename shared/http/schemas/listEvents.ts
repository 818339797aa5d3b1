import { TRIGGERS } from "../../model/event";
import { text } from "./listOf";
import { paged, pagingParameters } from "./paged";
import { INSTANCE_ID } from "./parameters";
import { type RouteSchema } from "./routeSchema";

const TIME = { format: "date-time" };

export const LIST_EVENTS: RouteSchema = {
  operation: "listEvents",
  method: "GET",
  route: "instances/{instanceId}/events",
  summary: "List events",
  description:
    "Lists what happened at an instance, the latest first, and gaps in which something may have happened unseen.",
  parameters: [INSTANCE_ID, ...pagingParameters("events")],
  answer: paged("Events", "The events of this page.", {
    type: "object",
    additionalProperties: false,
    required: ["kind", "sequence", "detectedAt"],
    properties: {
      kind: text("Kind", "An event, or a gap in what could be seen.", { enum: ["event", "gap"] }),
      sequence: { type: "integer", title: "Sequence", description: "Counts what happened at the instance." },
      detectedAt: text("Detected At", "When it was noticed.", TIME),
      eventId: text("Event Id", "Id of the event, the same in every call of a flow."),
      trigger: text("Trigger", "What happened.", { enum: [...TRIGGERS] }),
      occurredAt: text("Occurred At", "When it happened.", TIME),
      fields: {
        type: "object",
        title: "Fields",
        description: "What flows are told besides.",
        additionalProperties: true,
      },
      gapId: text("Gap Id", "Id of the gap."),
      lastKnownAt: text("Last Known At", "When the gap begins.", TIME),
      oldestSeenAt: text("Oldest Seen At", "When the gap ends.", TIME),
    },
  }),
};
