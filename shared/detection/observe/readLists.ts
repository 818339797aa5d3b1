import { defined } from "../../model/defined";
import { type DataSource } from "../../model/instance";
import { type Measure } from "../../model/measure";
import { type SourceAnswer } from "../../model/sourceAnswer";
import { type StoredSubject, dataSourceIdOf } from "../../model/subject";
import { type Interest } from "./interest";
import { type Observed, type ReadingNotes, type PollSource, noted } from "./observed";
import { type ReadingPlan } from "./planReading";

type Lists = Pick<Observed, "dataSources" | "segments" | "measures">;

/** The lists that the plan asks for. Data sources are what T1 and T2 stand on: without them there is no poll. */
export async function readLists(
  instanceId: string,
  plan: ReadingPlan,
  source: PollSource,
  notes: ReadingNotes,
): Promise<SourceAnswer<Lists>> {
  const dataSources = plan.dataSources ? await source.listDataSources(instanceId) : undefined;
  if (dataSources?.ok === false) return dataSources;
  const segments = plan.segments && noted("segments", await source.listSegments(instanceId, plan.segments), notes);
  const measures = await readMeasures(instanceId, plan.measures, source, notes);
  const value = {
    ...(dataSources ? { dataSources: dataSources.value } : {}),
    ...defined({ segments }),
    measures,
  };
  return { ok: true, value, unusable: dataSources?.unusable ?? [] };
}

/** A measure's history is small; asked for in full, it covers any time that its reads failed. */
const HISTORY_DAYS = 30;

const MAX_CONCURRENT = 5;

/** Those measures that could be read; `undefined` for one that the source does not know. Another's failure stops none. */
async function readMeasures(
  instanceId: string,
  names: readonly string[],
  source: Pick<PollSource, "getMeasure">,
  notes: ReadingNotes,
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
      else if (answer.ok) read.set(name, noted(`measure ${name}`, answer, notes));
      else noted(`measure ${name}`, answer, notes);
    }
  }
  return read;
}

/** True when something that somebody subscribed to, or a data source that we knew, was not there. */
export function hasAbsence(lists: Lists, interest: Interest, subjects: readonly StoredSubject[]): boolean {
  const { dataSources, segments, measures } = lists;
  if ([...measures.values()].includes(undefined)) return true;
  if (dataSources && subjects.some((subject) => isNewlyAbsent(subject, dataSources))) return true;
  if (!segments) return false;
  const names = new Set(segments.map(({ name }) => name));
  return interest.segments.some((name) => !names.has(name));
}

/** Not in the list, and not yet known to be deleted. */
function isNewlyAbsent(subject: StoredSubject, dataSources: readonly DataSource[]): boolean {
  const id = dataSourceIdOf(subject);
  if (id === undefined || ("suspended" in subject.state && subject.state.suspended)) return false;
  return !dataSources.some(({ dataSourceId }) => dataSourceId === id);
}
