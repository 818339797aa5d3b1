/**
 * The lists that a poll reads besides jobs and nodes: data sources, segments and measures, whichever the plan asks for.
 */

import { defined } from "../../model/defined";
import { type DataSource } from "../../model/instance";
import { type Measure } from "../../model/measure";
import { type SourceAnswer } from "../../model/sourceAnswer";
import { type StoredSubject, dataSourceIdOf } from "../../model/subject";
import { type Interest } from "./interest";
import { type ListPlan } from "./listPlan";
import { type Observed, type PollSource, type ObservationNotes, valueOrNote } from "./observed";

type Lists = Pick<Observed, "dataSources" | "segments" | "measures">;

/** Reads the lists of the plan. Rules T1 and T2 need the data sources: a failure to read them fails the poll. */
export async function readLists(
  instanceId: string,
  plan: ListPlan,
  source: PollSource,
  notes: ObservationNotes,
): Promise<SourceAnswer<Lists>> {
  const dataSources = plan.dataSources ? await source.listDataSources(instanceId) : undefined;
  if (dataSources?.ok === false) return dataSources;
  const segments =
    plan.segments && valueOrNote("segments", await source.listSegments(instanceId, plan.segments), notes);
  const measures = await readMeasures(instanceId, plan.measures, source, notes);
  const value = {
    ...defined({ dataSources: dataSources?.value, segments }),
    measures,
  };
  return { ok: true, value, unusable: dataSources?.unusable ?? [] };
}

/** Days of a measure's history to ask for. It is small, and in full it covers any time for which reads failed. */
const HISTORY_DAYS = 30;

const MAX_CONCURRENT = 5;

/**
 * The measures that could be read, by name; `undefined` for one that the source does not know. A failure stops no other
 * read.
 */
async function readMeasures(
  instanceId: string,
  names: readonly string[],
  source: Pick<PollSource, "getMeasure">,
  notes: ObservationNotes,
): Promise<ReadonlyMap<string, Measure | undefined>> {
  const read = new Map<string, Measure | undefined>();
  for (let start = 0; start < names.length; start += MAX_CONCURRENT) {
    const some = names.slice(start, start + MAX_CONCURRENT);
    const answers = await Promise.all(
      some.map((name) => source.getMeasure(instanceId, name, { historyDays: HISTORY_DAYS })),
    );
    for (const [index, answer] of answers.entries()) {
      const name = some[index] ?? "";
      if (!answer.ok && answer.failure.kind === "not-found") read.set(name, undefined);
      else if (answer.ok) read.set(name, valueOrNote(`measure ${name}`, answer, notes));
      else valueOrNote(`measure ${name}`, answer, notes);
    }
  }
  return read;
}

/** True when a subscribed segment or measure, or a known data source, was not in an answer. */
export function hasAbsence(lists: Lists, interest: Interest, subjects: readonly StoredSubject[]): boolean {
  const { dataSources, segments, measures } = lists;
  if ([...measures.values()].includes(undefined)) return true;
  if (dataSources && subjects.some((subject) => isNewlyAbsent(subject, dataSources))) return true;
  if (!segments) return false;
  const names = new Set(segments.map(({ name }) => name));
  return interest.segments.some((name) => !names.has(name));
}

/** True for a data source that is not in the list and not yet known to be deleted. */
function isNewlyAbsent(subject: StoredSubject, dataSources: readonly DataSource[]): boolean {
  const id = dataSourceIdOf(subject);
  if (id === undefined || ("suspended" in subject.state && subject.state.suspended)) return false;
  return !dataSources.some(({ dataSourceId }) => dataSourceId === id);
}
