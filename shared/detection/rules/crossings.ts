import { defined } from "../../model/defined";
import { type DetectedEvent, type Trigger } from "../../model/event";
import { type Instant, toInstant } from "../../model/instant";
import { type Measure } from "../../model/measure";
import { type Sample, type Segment } from "../../model/segment";
import { type SampledState, sampledSubjectId } from "../../model/subject";
import { type SuspendReason } from "../../model/subscription";
import { type DetectContext, type Finding, MAX_EVENTS, eventId } from "./finding";

/** What the rules need of a segment or measure: both are values that cross thresholds. */
export interface SampledResource {
  readonly kind: SampledState["kind"];
  readonly name: string;
  readonly displayName?: string;
  readonly createdAt?: Instant;
  readonly version?: number;
  readonly samples: readonly Sample[];
  /** Deactivated: what it shows is no news. */
  readonly dormant: boolean;
  readonly ineligible?: SuspendReason;
}

export interface SampledFinding extends Finding<SampledState> {
  /** Said again at each look while it holds: whoever acts on it may have died before. */
  readonly suspend?: SuspendReason;
  /** Nothing stands in the way of its subscriptions any more. */
  readonly resume?: true;
  /** There are more steps than one change may hold: look again. */
  readonly incomplete?: true;
}

/**
 * Rules T3 and T4 (reference/customer-insights-api.md 3.2, 3.3): one event for each step of the value, in order. The newest
 * sample of the first observation is the baseline. Created anew, or eligible again, it begins with another baseline.
 */
export function detectSamples(
  previous: SampledState | undefined,
  resource: SampledResource,
  context: Pick<DetectContext, "instanceId" | "now">,
): SampledFinding {
  const state = toState(resource);
  if (resource.ineligible) return suspended(state, resource.ineligible);
  const resume = previous?.suspended ? { resume: true as const } : {};
  if (!previous || startsAnew(previous, resource)) {
    const last = newSamples(undefined, resource.samples).at(-1);
    return { state: last ? { ...state, last } : state, events: [], unusable: [], ...resume };
  }
  const known = keepOrigin(previous, resource);
  const walked = detectSteps(previous.last, known, context);
  const last = walked.last ? { last: walked.last } : {};
  const incomplete = walked.incomplete ? { incomplete: true as const } : {};
  return { state: { ...toState(known), ...last }, events: walked.events, unusable: [], ...resume, ...incomplete };
}

function toState({ kind, createdAt, version }: SampledResource): SampledState {
  return {
    kind,
    absences: 0,
    ...(createdAt ? { createdAt } : {}),
    ...defined({ version }),
  };
}

function suspended(state: SampledState, suspend: SuspendReason): SampledFinding {
  return { state: { ...state, suspended: suspend }, events: [], unusable: [], suspend };
}

/** Deleted and created anew under the same name, not comparable with what it was, or seen for the first time. */
function startsAnew(previous: SampledState, { createdAt, version }: SampledResource): boolean {
  if (!previous.last && previous.absences > 0) return true;
  if (previous.suspended && previous.suspended !== "resource-deleted") return true;
  if (createdAt && previous.createdAt && createdAt !== previous.createdAt) return true;
  return version !== undefined && previous.version !== undefined && version < previous.version;
}

/** Samples newer than `last`, oldest first; all of them when there was none. */
function newSamples(last: Sample | undefined, samples: readonly Sample[]): readonly Sample[] {
  const news: Sample[] = [];
  for (const sample of samples.toSorted(byEvaluation)) {
    const previous = news.at(-1) ?? last;
    if (!previous || isNewer(sample, previous)) news.push(sample);
  }
  return news;
}

/** Of two as old, those that tell their run first. */
function byEvaluation(a: Sample, b: Sample): number {
  if (a.evaluatedAt !== b.evaluatedAt) return a.evaluatedAt < b.evaluatedAt ? -1 : 1;
  if (hasRun(a) !== hasRun(b)) return hasRun(a) ? -1 : 1;
  return a.sampleId < b.sampleId ? -1 : 1;
}

function hasRun({ sampleId, evaluatedAt }: Sample): boolean {
  return sampleId !== evaluatedAt;
}

/** Later; or as old, of another run. A history tells no run: there the time stands for it, and the same time is the same run. */
function isNewer(sample: Sample, previous: Sample): boolean {
  if (sample.evaluatedAt !== previous.evaluatedAt) return sample.evaluatedAt > previous.evaluatedAt;
  return hasRun(sample) && hasRun(previous) && sample.sampleId !== previous.sampleId;
}

/** An answer that leaves out when it was created, or its version, does not make it another. */
function keepOrigin({ createdAt, version }: SampledState, resource: SampledResource): SampledResource {
  return { ...(createdAt ? { createdAt } : {}), ...defined({ version }), ...resource };
}

interface Steps {
  readonly last: Sample | undefined;
  readonly events: readonly DetectedEvent[];
  readonly incomplete: boolean;
}

/** From sample to sample, each step that moved the value; deactivated, it stands still. */
function detectSteps(
  start: Sample | undefined,
  resource: SampledResource,
  context: Pick<DetectContext, "instanceId" | "now">,
): Steps {
  const events: DetectedEvent[] = [];
  let last = start;
  for (const sample of resource.dormant ? [] : newSamples(start, resource.samples)) {
    if (events.length === MAX_EVENTS) return { last, events, incomplete: true };
    if (last && last.value !== sample.value)
      events.push(crossingEvent({ ...context, resource, previous: last, current: sample }));
    last = sample;
  }
  return { last, events, incomplete: false };
}

export const TRIGGER_OF: Record<SampledState["kind"], Trigger> = {
  segment: "segment-threshold-crossed",
  measure: "measure-threshold-crossed",
};

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
      ...defined({ displayName }),
      value,
      previousValue: previous.value,
      evaluatedAt,
    },
  };
}

/** It was not in a complete answer. Twice in a row it is deleted; where absence proves nothing, `counts` is false. */
export function detectAbsence(
  kind: SampledState["kind"],
  previous: SampledState | undefined,
  counts: boolean,
): SampledFinding {
  const absences = Math.min((previous?.absences ?? 0) + (counts ? 1 : 0), 2);
  const state: SampledState = { ...(previous ?? { kind }), absences };
  return absences < 2 ? { state, events: [], unusable: [] } : suspended(state, "resource-deleted");
}

export function fromSegment({ friendlyName, state, ...segment }: Segment): SampledResource {
  const displayName = friendlyName === undefined ? {} : { displayName: friendlyName };
  return { kind: "segment", ...segment, ...displayName, dormant: state === "inactive" };
}

export function fromMeasure({ eligibility, ...measure }: Measure): SampledResource {
  const ineligible = eligibility.ok ? {} : { ineligible: eligibility.reason };
  return { kind: "measure", ...measure, ...ineligible, dormant: false };
}
