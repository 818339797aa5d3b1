/**
 * List checks: what a poll remembers of its own reads, so that the next one need not repeat them. Stored as one subject
 * of the kind "readings".
 */

import { defined } from "../../model/defined";
import { latest, secondsSince, toInstant } from "../../model/instant";
import { type ListCheck, type ListChecksState } from "../../model/subject";
import { type Interest, wantsDataSources } from "./interest";
import { isDue } from "./listPlan";
import { type Observed } from "./observed";

interface RememberInput {
  readonly previous: ListChecksState | undefined;
  readonly interest: Interest;
  readonly observed: Observed;
  /**
   * Subjects whose events did not all fit into this poll: data sources and segments as whole lists, measures by name.
   */
  readonly incompleteDataSources: boolean;
  readonly incompleteSegments: boolean;
  readonly incompleteMeasures: readonly string[];
  readonly safetySeconds: number;
  readonly now: Date;
}

/** The next state: what was asked for and answered in this poll. Lists that nobody is interested in are left out. */
export function nextListChecks(input: RememberInput): ListChecksState {
  const activeAt = input.observed.seenActive ? toInstant(input.now) : input.previous?.activeAt;
  return {
    kind: "readings",
    ...nextDataSources(input),
    ...nextNewestJob(input),
    ...nextSegments(input),
    ...nextMeasures(input),
    ...defined({ activeAt }),
  };
}

function nextDataSources(input: RememberInput): Pick<ListChecksState, "dataSources"> {
  if (!wantsDataSources(input.interest)) return {};
  const { plan, dataSources: listed, partial } = input.observed;
  // A data source without nodes is not judged while nodes are missing.
  const isWhole = !partial?.has("dataSources") && !partial?.has("nodes");
  const given = listed !== undefined && isWhole && !input.incompleteDataSources;
  const dataSources = advance(input.previous?.dataSources, given, plan.marks.dataSources, input);
  return dataSources ? { dataSources } : {};
}

type Timing = Pick<RememberInput, "now" | "safetySeconds">;

/**
 * The next check of one list. It stays as it is while the list would not be due: a list that is read at every poll must
 * not cost a write each time. For histories the older time is the safe one.
 */
function advance(
  previous: ListCheck | undefined,
  given: boolean,
  mark: string,
  { now, safetySeconds }: Timing,
): ListCheck | undefined {
  if (!given || (previous && !isDue(previous, mark, { now, safetySeconds }))) return previous;
  return { askedAt: toInstant(now), seen: mark };
}

/**
 * The time of the newest listed job. It stays while data sources have more events to come: those are in the jobs that
 * were listed now.
 */
function nextNewestJob({ previous, interest, observed, incompleteDataSources }: RememberInput) {
  if (!wantsDataSources(interest)) return {};
  const listed = incompleteDataSources || observed.partial?.has("jobs") ? [] : observed.jobs.listed;
  const newestJobAt = latest([previous?.newestJobAt, ...listed.map(({ submittedAt }) => submittedAt)]);
  return newestJobAt ? { newestJobAt } : {};
}

function nextSegments(input: RememberInput): Pick<ListChecksState, "segments"> {
  if (input.interest.segments.length === 0) return {};
  const { segments: listed, partial } = input.observed;
  const given = listed !== undefined && !partial?.has("segments") && !input.incompleteSegments;
  const segments = advance(input.previous?.segments, given, input.observed.plan.marks.segments, input);
  return segments ? { segments } : {};
}

/**
 * The next check of the measures. Failed reads go to the end of the queue, so that a measure that always fails takes no
 * other's turn.
 */
function nextMeasures(input: RememberInput): Pick<ListChecksState, "measures"> {
  const { previous, interest, observed, incompleteMeasures, now } = input;
  if (interest.measures.length === 0) return {};
  const { plan } = observed;
  const failed = plan.measures.filter((name) => !observed.measures.has(name));
  const unread = [...plan.postponed, ...incompleteMeasures, ...failed];
  if (previous?.measures && !plan.allMeasures) return { measures: { ...previous.measures, unread } };
  return { measures: { askedAt: toInstant(now), seen: plan.marks.measures, unread } };
}

/** True when the instance itself has to be read because its state was not read lately. */
export function isActivityStale(readings: ListChecksState | undefined, { now, safetySeconds }: Timing): boolean {
  return !readings?.activeAt || secondsSince(readings.activeAt, now) >= safetySeconds;
}
