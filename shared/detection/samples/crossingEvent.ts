import { type DetectedEvent } from "../../model/event";
import { toInstant } from "../../model/instant";
import { type Sample } from "../../model/segment";
import { sampledSubjectId } from "../../model/subject";
import { eventId } from "../eventId";
import { type SampledResource, TRIGGER_OF } from "./sampledResource";

interface CrossingEventInput {
  readonly instanceId: string;
  readonly resource: SampledResource;
  readonly previous: Sample;
  readonly current: Sample;
  readonly now: Date;
}

/**
 * The event of a value's step from one sample to the next (T3, T4): whom it is for, thresholds tell. Its identity: the resource,
 * when it was created, and the sample by its id and time, since a source may show one run with two times.
 */
export function crossingEvent({ instanceId, resource, previous, current, now }: CrossingEventInput): DetectedEvent {
  const { kind, name, displayName, createdAt } = resource;
  const { sampleId, value, evaluatedAt } = current;
  const subjectId = sampledSubjectId(kind, name);
  return {
    eventId: eventId([instanceId, subjectId, createdAt ?? "", sampleId, evaluatedAt]),
    trigger: TRIGGER_OF[kind],
    instanceId,
    subjectId,
    resource: name,
    occurredAt: evaluatedAt,
    detectedAt: toInstant(now),
    crossing: { previous: previous.value, current: value },
    fields: {
      [kind === "segment" ? "segmentName" : "measureName"]: name,
      ...(displayName === undefined ? {} : { displayName }),
      value,
      previousValue: previous.value,
      evaluatedAt,
    },
  };
}
