import { type DataSource } from "../../model/instance";
import { type SourceAnswer } from "../../model/sourceAnswer";
import { type StoredSubject, dataSourceIdOf } from "../../model/subject";
import { type Interest } from "../interest";
import { type Observed } from "../observed";
import { type ReadingPlan } from "./planReading";
import { readMeasures } from "./readMeasures";
import { type ReadingNotes, noted } from "./readingNotes";
import { type SourceReads } from "./sourceReads";

type Lists = Pick<Observed, "dataSources" | "segments" | "measures">;

/** The lists that the plan asks for. Data sources are what T1 and T2 stand on: without them there is no poll. */
export async function readLists(
  instanceId: string,
  plan: ReadingPlan,
  source: SourceReads,
  notes: ReadingNotes,
): Promise<SourceAnswer<Lists>> {
  const dataSources = plan.dataSources ? await source.listDataSources(instanceId) : undefined;
  if (dataSources?.ok === false) return dataSources;
  const segments = plan.segments && noted("segments", await source.listSegments(instanceId, plan.segments), notes);
  const measures = await readMeasures(instanceId, plan.measures, source, notes);
  const value = {
    ...(dataSources ? { dataSources: dataSources.value } : {}),
    ...(segments ? { segments } : {}),
    measures,
  };
  return { ok: true, value, unusable: dataSources?.unusable ?? [] };
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
