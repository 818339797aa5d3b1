/**
 * A threshold crossing: the rule for segments and measures (T3 and T4 in docs/customer-insights.md).
 *
 * A subscription has a threshold T and a direction. It fires when the value of its segment or measure steps over T from
 * one sample to the next:
 * - upwards (`above`, `either`) when previous <= T < current,
 * - downwards (`below`, `either`) when current < T <= previous.
 * A value that reaches T exactly has not crossed it yet: it crosses when it leaves T, upwards or downwards.
 *
 * This file decides when a value has stepped, whatever the thresholds:
 * - The first sample seen of a resource is its baseline and fires nothing. A resource that is created again under its
 * name, or becomes eligible again, gets a new baseline.
 * - Each later sample with another value makes one event with `crossing: { previous, current }`. A sample with an equal
 * value makes none, and becomes the last sample.
 * - While a segment is deactivated its value stands still.
 *
 * The comparison with thresholds is not made here, so that its cost does not grow with subscriptions: a threshold is
 * part of the subscription's row key, as text that sorts like the number, and a step is a range of row keys. See
 * `crossedRanges` in shared/storage/subscriptions/matching.ts. A step that no threshold lies in is dropped before it is
 * stored (`withoutIdleSteps` in detection/commit.ts).
 */

import { defined } from "../../model/defined";
import { type DetectedEvent, type Trigger } from "../../model/event";
import { type Instant, toInstant } from "../../model/instant";
import { type Measure } from "../../model/measure";
import { type Sample, type Segment } from "../../model/segment";
import { type SampledState, sampledSubjectId } from "../../model/subject";
import { type SuspendReason } from "../../model/subscription";
import { type DetectContext, type Finding, MAX_EVENTS, eventId } from "./finding";

/** The properties of a segment or measure that the rule reads. Both are values that cross thresholds. */
export interface SampledResource {
  readonly kind: SampledState["kind"];
  readonly name: string;
  readonly displayName?: string;
  readonly createdAt?: Instant;
  readonly version?: number;
  readonly samples: readonly Sample[];
  /** True for a deactivated segment: its value stands still. */
  readonly isDeactivated: boolean;
  readonly ineligible?: SuspendReason;
}

export interface SampledFinding extends Finding<SampledState> {
  /**
   * Why its subscriptions are to be suspended. It is repeated at each poll: a host may have died before it acted on it.
   */
  readonly suspend?: SuspendReason;
  /** The subscriptions were suspended and the reason is gone. */
  readonly resume?: true;
  /** More steps than one change may hold: the next poll finds the rest. */
  readonly incomplete?: true;
}

/**
 * Applies rules T3 and T4 (docs/customer-insights.md) to one resource: an event for each step of its value, in order.
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
    ...defined({ createdAt, version }),
  };
}

function suspended(state: SampledState, suspend: SuspendReason): SampledFinding {
  return { state: { ...state, suspended: suspend }, events: [], unusable: [], suspend };
}

/**
 * True when the resource needs a new baseline: it was deleted and created again under its name, it was ineligible, or
 * it has had no sample and was absent.
 */
function startsAnew(previous: SampledState, { createdAt, version }: SampledResource): boolean {
  if (!previous.last && previous.absences > 0) return true;
  if (previous.suspended && previous.suspended !== "resource-deleted") return true;
  if (createdAt && previous.createdAt && createdAt !== previous.createdAt) return true;
  return version !== undefined && previous.version !== undefined && version < previous.version;
}

/** Samples newer than `last`, oldest first; all samples when there is no `last`. */
function newSamples(last: Sample | undefined, samples: readonly Sample[]): readonly Sample[] {
  const news: Sample[] = [];
  for (const sample of samples.toSorted(byEvaluation)) {
    const previous = news.at(-1) ?? last;
    if (!previous || isNewer(sample, previous)) news.push(sample);
  }
  return news;
}

/** Oldest first. Of two with the same time, the sample that names its run comes first. */
function byEvaluation(a: Sample, b: Sample): number {
  if (a.evaluatedAt !== b.evaluatedAt) return a.evaluatedAt < b.evaluatedAt ? -1 : 1;
  if (hasRun(a) !== hasRun(b)) return hasRun(a) ? -1 : 1;
  return a.sampleId < b.sampleId ? -1 : 1;
}

function hasRun({ sampleId, evaluatedAt }: Sample): boolean {
  return sampleId !== evaluatedAt;
}

/**
 * True for a later sample, or for one with the same time but of another run. The samples of a history name no run: for
 * them the same time is the same run.
 */
function isNewer(sample: Sample, previous: Sample): boolean {
  if (sample.evaluatedAt !== previous.evaluatedAt) return sample.evaluatedAt > previous.evaluatedAt;
  return hasRun(sample) && hasRun(previous) && sample.sampleId !== previous.sampleId;
}

/** Keeps the known creation time and version when an answer leaves them out: that does not make it another resource. */
function keepOrigin({ createdAt, version }: SampledState, resource: SampledResource): SampledResource {
  return { ...defined({ createdAt, version }), ...resource };
}

interface Steps {
  readonly last: Sample | undefined;
  readonly events: readonly DetectedEvent[];
  readonly incomplete: boolean;
}

/** Goes from sample to sample and makes an event of each step that moves the value. Equal values make none. */
function detectSteps(
  start: Sample | undefined,
  resource: SampledResource,
  context: Pick<DetectContext, "instanceId" | "now">,
): Steps {
  const events: DetectedEvent[] = [];
  let last = start;
  for (const sample of resource.isDeactivated ? [] : newSamples(start, resource.samples)) {
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
 * The event of a step from one sample to the next (T3, T4). Thresholds decide later which subscriptions it is for. Its
 * identity is the resource with its creation time and the sample with its id and time: a source may show one run with
 * two times.
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

/**
 * Handles a resource that a complete answer does not hold. Absent twice in a row it counts as deleted. `counts` is
 * false when absence proves nothing, because the instance may not be active.
 */
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
  return { kind: "segment", ...segment, ...displayName, isDeactivated: state === "inactive" };
}

export function fromMeasure({ eligibility, ...measure }: Measure): SampledResource {
  const ineligible = eligibility.ok ? {} : { ineligible: eligibility.reason };
  return { kind: "measure", ...measure, ...ineligible, isDeactivated: false };
}
