/**
 * The findings of a poll: which rule is applied to which subject, with its remembered state.
 */

import { type DataSource } from "../../model/instance";
import {
  JOBS_SUBJECT_ID,
  type SampledState,
  type StoredSubject,
  type SubjectState,
  dataSourceIdOf,
  dataSourceSubjectId,
  sampledSubjectId,
} from "../../model/subject";
import { type Interest, wantsJobs } from "../observe/interest";
import { type Observed } from "../observe/observed";
import { type RefreshFinding } from "./refreshesByNodes";
import { type AbsenceFinding, clearAbsence, detectAbsentSource, detectDataSource } from "./dataSourceRefreshes";
import { detectJobs } from "./jobs";
import { type Finding } from "./finding";
import {
  type SampledFinding,
  type SampledResource,
  detectAbsence,
  detectSamples,
  fromMeasure,
  fromSegment,
} from "./crossings";
import { type JobsContext } from "./jobEvents";
import { nodesOf } from "./refreshRun";

/** A finding with its subject. Data sources, segments and measures have a `name`. */
export type SubjectFinding = (Finding | RefreshFinding | SampledFinding | AbsenceFinding) & {
  readonly subjectId: string;
  readonly stored: StoredSubject | undefined;
  readonly name?: string;
};

type Known = ReadonlyMap<string, StoredSubject>;

/**
 * Applies its rule to every subject that the poll saw. While a data source has more events than fit, the jobs wait: the
 * known jobs decide how far back the next poll lists jobs, and the rest of the events is found in those.
 */
export function toSubjectFindings(
  known: Known,
  observed: Observed,
  interest: Interest,
  context: JobsContext,
): readonly SubjectFinding[] {
  const dataSources = findDataSources(known, observed, context);
  const isBehind = known.has(JOBS_SUBJECT_ID) && dataSources.some((finding) => "incomplete" in finding);
  return [
    ...dataSources,
    ...(wantsJobs(interest) && !isBehind ? findJobs(known, observed, context) : []),
    ...findSegments(known, observed, interest, context),
    ...findMeasures(known, observed, interest, context),
  ];
}

function findDataSources(known: Known, observed: Observed, context: JobsContext): SubjectFinding[] {
  const listed = observed.dataSources;
  if (!listed) return [];
  const { partial } = observed;
  const present = new Set(listed.map(({ dataSourceId }) => dataSourceSubjectId(dataSourceId)));
  const absent = partial?.has("dataSources")
    ? []
    : [...known.values()].filter(({ subjectId }) => !present.has(subjectId));
  const judged = partial?.has("nodes") ? listed.filter((each) => isJudgeable(known, each, context)) : listed;
  return [
    ...judged.map((dataSource) => findDataSource(known, dataSource, context)),
    ...absent.flatMap((stored) => findAbsentSource(stored, observed.absenceCounts)),
  ];
}

/**
 * True for a data source whose signal is clear though not all nodes could be read: it has nodes among those that could,
 * or its signal was chosen before.
 */
function isJudgeable(known: Known, { dataSourceId }: DataSource, { nodes }: JobsContext): boolean {
  const previous = stateOf(known.get(dataSourceSubjectId(dataSourceId)), "data-source");
  return nodesOf(dataSourceId, nodes).length > 0 || (previous !== undefined && previous.signal !== "undecided");
}

function findDataSource(known: Known, dataSource: DataSource, context: JobsContext): SubjectFinding {
  const { dataSourceId: name } = dataSource;
  const subjectId = dataSourceSubjectId(name);
  const stored = known.get(subjectId);
  const previous = stateOf(stored, "data-source");
  if (!previous) return { subjectId, stored, name, ...detectDataSource(undefined, dataSource, context) };
  const { state, ...resume } = clearAbsence(previous);
  return { subjectId, stored, name, ...resume, ...detectDataSource(state, dataSource, context) };
}

type StateOf<K extends SubjectState["kind"]> = Extract<SubjectState, { readonly kind: K }>;

/** The stored state, if it is of the kind that the subject's id says. */
function stateOf<K extends SubjectState["kind"]>(stored: StoredSubject | undefined, kind: K): StateOf<K> | undefined {
  const isKind = (state: SubjectState): state is StateOf<K> => state.kind === kind;
  return stored && isKind(stored.state) ? stored.state : undefined;
}

function findAbsentSource(stored: StoredSubject, counts: boolean): SubjectFinding[] {
  const name = dataSourceIdOf(stored);
  const previous = stateOf(stored, "data-source");
  if (name === undefined || !previous) return [];
  return [{ subjectId: stored.subjectId, stored, name, ...detectAbsentSource(previous, counts) }];
}

/** Nothing is found of jobs that are seen for the first time, and in part: the others would count as new later. */
function findJobs(known: Known, { jobs, partial }: Observed, context: JobsContext): SubjectFinding[] {
  const stored = known.get(JOBS_SUBJECT_ID);
  if (!stored && (partial?.has("jobs") || partial?.has("nodes"))) return [];
  return [{ subjectId: JOBS_SUBJECT_ID, stored, ...detectJobs(stateOf(stored, "jobs"), jobs, context) }];
}

function findSegments(
  known: Known,
  observed: Observed,
  { segments }: Interest,
  context: JobsContext,
): SubjectFinding[] {
  const listed = observed.segments;
  if (!listed) return [];
  const byName = new Map(listed.map((segment) => [segment.name, segment]));
  return segments.flatMap((name) => {
    const segment = byName.get(name);
    if (!segment && observed.partial?.has("segments")) return [];
    const seen = segment && fromSegment(segment);
    return [findSampled({ kind: "segment", name, seen, counts: observed.absenceCounts }, known, context)];
  });
}

interface Sampled {
  readonly kind: SampledState["kind"];
  readonly name: string;
  readonly seen: SampledResource | undefined;
  readonly counts: boolean;
}

function findSampled({ kind, name, seen, counts }: Sampled, known: Known, context: JobsContext): SubjectFinding {
  const subjectId = sampledSubjectId(kind, name);
  const stored = known.get(subjectId);
  const previous = stateOf(stored, kind);
  // The subscribed name is the key, whatever spelling an answer has.
  const finding = seen ? detectSamples(previous, { ...seen, name }, context) : detectAbsence(kind, previous, counts);
  return { subjectId, stored, name, ...finding };
}

function findMeasures(
  known: Known,
  observed: Observed,
  { measures }: Interest,
  context: JobsContext,
): SubjectFinding[] {
  const read = measures.filter((name) => observed.measures.has(name));
  return read.map((name) => {
    const measure = observed.measures.get(name);
    const seen = measure && fromMeasure(measure);
    return findSampled({ kind: "measure", name, seen, counts: observed.absenceCounts }, known, context);
  });
}
