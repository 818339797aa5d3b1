import { type EventFields, type StoredEvent } from "../../model/event";
import { rowGuard } from "../rows/rowGuard";
import { parseJson } from "../rows/parseJson";
import { COUNT, INSTANT, TEXT, TRIGGER, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Values } from "../table/table";

type EventRow = Omit<StoredEvent, "fields"> & { readonly fields: string };

const isEventRow = rowGuard<EventRow>(
  rowSchema(
    {
      sequence: COUNT,
      eventId: TEXT,
      trigger: TRIGGER,
      instanceId: TEXT,
      subjectId: TEXT,
      occurredAt: INSTANT,
      detectedAt: INSTANT,
      fields: TEXT,
    },
    { resource: TEXT },
  ),
);
const isEventFields = rowGuard<EventFields>({
  type: "object",
  additionalProperties: { type: ["string", "number", "boolean"] },
});

export function toEvent({ values }: StoredRow): StoredEvent | undefined {
  if (!isEventRow(values)) return undefined;
  const { sequence, eventId, trigger, instanceId, subjectId, resource, occurredAt, detectedAt } = values;
  const fields = parseJson(values.fields);
  if (!isEventFields(fields)) return undefined;
  const event = { sequence, eventId, trigger, instanceId, subjectId, occurredAt, detectedAt, fields };
  return resource === undefined ? event : { ...event, resource };
}

export function fromEvent({ fields, ...event }: StoredEvent): Values {
  const { sequence, eventId, trigger, instanceId, subjectId, resource, occurredAt, detectedAt } = event;
  const known = { sequence, eventId, trigger, instanceId, subjectId, resource, occurredAt, detectedAt };
  return { ...known, fields: JSON.stringify(fields) };
}
