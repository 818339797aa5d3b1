import { type DetectedEvent } from "../../model/event";
import { type Sample } from "../../model/segment";
import { type SampledState } from "../../model/subject";
import { type SuspendReason } from "../../model/subscription";
import { type DetectContext, type Finding, MOST_EVENTS } from "../finding";
import { crossingEvent } from "./crossingEvent";
import { newSamples } from "./newSamples";
import { type SampledResource } from "./sampledResource";

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
  if (!previous || isAnother(previous, resource)) {
    const last = newSamples(undefined, resource.samples).at(-1);
    return { state: last ? { ...state, last } : state, events: [], unusable: [], ...resume };
  }
  const known = keepOrigin(previous, resource);
  const walked = walk(previous.last, known, context);
  const last = walked.last ? { last: walked.last } : {};
  const incomplete = walked.incomplete ? { incomplete: true as const } : {};
  return { state: { ...toState(known), ...last }, events: walked.events, unusable: [], ...resume, ...incomplete };
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

function suspended(state: SampledState, suspend: SuspendReason): SampledFinding {
  return { state: { ...state, suspended: suspend }, events: [], unusable: [], suspend };
}

function toState({ kind, createdAt, version }: SampledResource): SampledState {
  return {
    kind,
    absences: 0,
    ...(createdAt ? { createdAt } : {}),
    ...(version === undefined ? {} : { version }),
  };
}

/** An answer that leaves out when it was created, or its version, does not make it another. */
function keepOrigin({ createdAt, version }: SampledState, resource: SampledResource): SampledResource {
  return { ...(createdAt ? { createdAt } : {}), ...(version === undefined ? {} : { version }), ...resource };
}

/** Deleted and created anew under the same name, not comparable with what it was, or seen for the first time. */
function isAnother(previous: SampledState, { createdAt, version }: SampledResource): boolean {
  if (!previous.last && previous.absences > 0) return true;
  if (previous.suspended && previous.suspended !== "resource-deleted") return true;
  if (createdAt && previous.createdAt && createdAt !== previous.createdAt) return true;
  return version !== undefined && previous.version !== undefined && version < previous.version;
}

interface Walk {
  readonly last: Sample | undefined;
  readonly events: readonly DetectedEvent[];
  readonly incomplete: boolean;
}

/** From sample to sample, each step that moved the value; deactivated, it stands still. */
function walk(
  start: Sample | undefined,
  resource: SampledResource,
  context: Pick<DetectContext, "instanceId" | "now">,
): Walk {
  const events: DetectedEvent[] = [];
  let last = start;
  for (const sample of resource.dormant ? [] : newSamples(start, resource.samples)) {
    if (events.length === MOST_EVENTS) return { last, events, incomplete: true };
    if (last && last.value !== sample.value)
      events.push(crossingEvent({ ...context, resource, previous: last, current: sample }));
    last = sample;
  }
  return { last, events, incomplete: false };
}
