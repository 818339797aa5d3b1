/**
 * The lists that a poll reads besides jobs and nodes: data sources, segments and measures, whichever the plan asks for.
 */

import { defined } from "../../model/defined";
import { type DataSource } from "../../model/instance";
import { type Measure } from "../../model/measure";
import { type Segment } from "../../model/segment";
import { type SourceAnswer } from "../../model/sourceAnswer";
import { type StoredSubject, dataSourceIdOf, sampledSubjectId } from "../../model/subject";
import { type Interest } from "./interest";
import { type ListPlan } from "./listPlan";
import { type Observed, type PollSource, type ObservationNotes, namePartial, valueOrNote } from "./observed";

type Lists = Pick<Observed, "dataSources" | "segments" | "measures"> & Required<Pick<Observed, "partial">>;

/** Reads the lists of the plan. Rules T1 and T2 need the data sources: a failure to read them fails the poll. */
export async function readLists(
  { instanceId, subjects }: { readonly instanceId: string; readonly subjects: readonly StoredSubject[] },
  plan: ListPlan,
  source: PollSource,
  notes: ObservationNotes,
): Promise<SourceAnswer<Lists>> {
  const dataSources = plan.dataSources ? await source.listDataSources(instanceId) : undefined;
  if (dataSources?.ok === false) return dataSources;
  const known = knownValues(subjects);
  const segments = plan.segments && asFarAsClear(await source.listSegments(instanceId, plan.segments), known);
  const measures = await readMeasures({ instanceId, names: plan.measures, known }, source, notes);
  const value = {
    ...defined({ dataSources: dataSources?.value, segments: segments && valueOrNote("segments", segments, notes) }),
    partial: namePartial(defined({ dataSources, segments })),
    measures,
  };
  return { ok: true, value, unusable: dataSources?.unusable ?? [] };
}

/** The ids of the segments and measures that have had a value. */
function knownValues(subjects: readonly StoredSubject[]): ReadonlySet<string> {
  const valued = subjects.filter(({ state }) => "last" in state && state.last !== undefined);
  return new Set(valued.map(({ subjectId }) => subjectId));
}

/** The answer, in part when it leaves out the evaluation of a segment that has had a value. */
function asFarAsClear(
  answer: SourceAnswer<readonly Segment[]>,
  known: ReadonlySet<string>,
): SourceAnswer<readonly Segment[]> {
  const isUnclear = ({ name, unevaluated }: Segment): boolean =>
    unevaluated === true && known.has(sampledSubjectId("segment", name));
  return answer.ok && answer.value.some(isUnclear) ? { ...answer, partial: true } : answer;
}

/** Days of a measure's history to ask for. It is small, and in full it covers any time for which reads failed. */
const HISTORY_DAYS = 30;

const MAX_CONCURRENT = 5;

interface MeasuresToRead {
  readonly instanceId: string;
  readonly names: readonly string[];
  readonly known: ReadonlySet<string>;
}

/**
 * The measures that could be read, by name; `undefined` for one that the source does not know. A failure stops no other
 * read.
 */
async function readMeasures(
  { instanceId, names, known }: MeasuresToRead,
  source: Pick<PollSource, "getMeasure">,
  notes: ObservationNotes,
): Promise<ReadonlyMap<string, Measure | undefined>> {
  const read = new Map<string, Measure | undefined>();
  for (let start = 0; start < names.length; start += MAX_CONCURRENT) {
    const some = names.slice(start, start + MAX_CONCURRENT);
    const answers = await Promise.all(
      some.map((name) => source.getMeasure(instanceId, name, { historyDays: HISTORY_DAYS })),
    );
    for (const [index, given] of answers.entries()) {
      const name = some[index] ?? "";
      const answer = unlessUnknown(given, known.has(sampledSubjectId("measure", name)));
      if (!answer.ok && answer.failure.kind === "not-found") read.set(name, undefined);
      else if (answer.ok) read.set(name, valueOrNote(`measure ${name}`, answer, notes));
      else valueOrNote(`measure ${name}`, answer, notes);
    }
  }
  return read;
}

/**
 * The answer, or a failure when it says too little of the measure to be a fact: it leaves out the definition, or the
 * value of a measure that has had one.
 */
function unlessUnknown(answer: SourceAnswer<Measure>, hadValue: boolean): SourceAnswer<Measure> {
  const missing = answer.ok ? answer.value.missing : undefined;
  if (missing === undefined || (missing === "value" && !hadValue)) return answer;
  return { ok: false, failure: { kind: "malformed", message: `the source's answer leaves out the ${missing}` } };
}

/** True when a subscribed segment or measure, or a known data source, was not in an answer that was read as a whole. */
export function hasAbsence(lists: Lists, interest: Interest, subjects: readonly StoredSubject[]): boolean {
  const { dataSources, segments, measures, partial } = lists;
  if ([...measures.values()].includes(undefined)) return true;
  if (dataSources && !partial.has("dataSources") && subjects.some((subject) => isNewlyAbsent(subject, dataSources)))
    return true;
  if (!segments || partial.has("segments")) return false;
  const names = new Set(segments.map(({ name }) => name));
  return interest.segments.some((name) => !names.has(name));
}

/** True for a data source that is not in the list and not yet known to be deleted. */
function isNewlyAbsent(subject: StoredSubject, dataSources: readonly DataSource[]): boolean {
  const id = dataSourceIdOf(subject);
  if (id === undefined || ("suspended" in subject.state && subject.state.suspended)) return false;
  return !dataSources.some(({ dataSourceId }) => dataSourceId === id);
}
