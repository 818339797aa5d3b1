import { type EventFields, type StoredEvent } from "../../model/event";
import { parseTraceparent } from "../../model/log";
import { parseJson } from "../rows/parseJson";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, NUMBER, TEXT, TRIGGER, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Values } from "../table/table";

type Criteria = Pick<StoredEvent, "traits" | "crossing">;

type EventRow = Omit<StoredEvent, "fields" | keyof Criteria> & {
  /** JSON. */
  readonly fields: string;
  /** JSON of what subscriptions are matched by beside trigger and resource; absent when there is nothing. */
  readonly criteria?: string;
};

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
    { resource: TEXT, criteria: TEXT },
  ),
);
const isEventFields = rowGuard<EventFields>({
  type: "object",
  additionalProperties: { type: ["string", "number", "boolean"] },
});
const areCriteria = rowGuard<Criteria>(
  rowSchema(
    {},
    {
      traits: { type: "object", additionalProperties: TEXT },
      crossing: rowSchema({ previous: NUMBER, current: NUMBER }),
    },
  ),
);

export function toEvent({ values }: StoredRow): StoredEvent | undefined {
  if (!isEventRow(values)) return undefined;
  const { sequence, eventId, trigger, instanceId, subjectId, resource, occurredAt, detectedAt } = values;
  const fields = parseJson(values.fields);
  const criteria = parseJson(values.criteria ?? "{}");
  if (!isEventFields(fields) || !areCriteria(criteria)) return undefined;
  const event = { sequence, eventId, trigger, instanceId, subjectId, occurredAt, detectedAt, fields, ...criteria };
  const traceparent = parseTraceparent(values.traceparent);
  return { ...event, ...(resource !== undefined && { resource }), ...(traceparent !== undefined && { traceparent }) };
}

export function fromEvent({ fields, traits, crossing, ...event }: StoredEvent): Values {
  const { sequence, eventId, trigger, instanceId, subjectId, resource, occurredAt, detectedAt, traceparent } = event;
  const known = { sequence, eventId, trigger, instanceId, subjectId, resource, occurredAt, detectedAt, traceparent };
  const criteria = traits || crossing ? JSON.stringify({ traits, crossing }) : undefined;
  return { ...known, fields: JSON.stringify(fields), criteria };
}
