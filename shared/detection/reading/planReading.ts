import { secondsSince } from "../../model/instant";
import {
  READINGS_SUBJECT_ID,
  type Reading,
  type ReadingsState,
  type StoredSubject,
  sampledSubjectId,
} from "../../model/subject";
import { type WorkflowJob, type WorkflowNode } from "../../model/workflow";
import { type Interest, wantsDataSources } from "../interest";
import { type NodeMarks, nodeMarks } from "./nodeMarks";

/** Measures are read one by one: so many in one poll, the others in the next. */
const MEASURES_PER_POLL = 30;
const DAY_SECONDS = 86_400;
const SHORTEST_HISTORY_DAYS = 2;
const LONGEST_HISTORY_DAYS = 10;

export interface PlanInput {
  readonly interest: Interest;
  readonly subjects: readonly StoredSubject[];
  readonly nodes: readonly WorkflowNode[];
  readonly jobs: readonly WorkflowJob[];
  /** How long a list is trusted to be unchanged where nothing says that it changed. */
  readonly safetySeconds: number;
  readonly now: Date;
}

/** What to ask for beside jobs and nodes (reference/customer-insights-api.md 3.3 "cost per poll"). */
export interface ReadingPlan {
  readonly marks: NodeMarks;
  readonly dataSources: boolean;
  /** Absent: segments are not asked for. */
  readonly segments?: { readonly historyDays: number };
  /** Names of the measures to read now, and of those whose turn comes with the next poll. */
  readonly measures: readonly string[];
  readonly postponed: readonly string[];
  /** True when `measures` and `postponed` are all that somebody is interested in. */
  readonly allMeasures: boolean;
}

export function planReading(input: PlanInput): ReadingPlan {
  const marks = nodeMarks(input.nodes, input.jobs);
  const readings = findReadings(input.subjects);
  const { segments } = readings ?? {};
  const isNew = (kind: "segment" | "measure", name: string): boolean =>
    !input.subjects.some(({ subjectId }) => subjectId === sampledSubjectId(kind, name));
  const asksSegments =
    input.interest.segments.length > 0 &&
    (isDue(segments, marks.segments, input) || input.interest.segments.some((name) => isNew("segment", name)));
  return {
    marks,
    dataSources: wantsDataSources(input.interest) && asksDataSources(readings, marks, input),
    ...(asksSegments ? { segments: { historyDays: historyDays(segments, input.now) } } : {}),
    ...planMeasures(readings?.measures, marks, input, (name) => isNew("measure", name)),
  };
}

export function findReadings(subjects: readonly StoredSubject[]): ReadingsState | undefined {
  const state = subjects.find(({ subjectId }) => subjectId === READINGS_SUBJECT_ID)?.state;
  return state?.kind === "readings" ? state : undefined;
}

export function isDue(reading: Reading | undefined, mark: string, { now, safetySeconds }: Timing): boolean {
  return !reading || reading.seen !== mark || secondsSince(reading.askedAt, now) >= safetySeconds;
}

type Timing = Pick<PlanInput, "now" | "safetySeconds">;

function asksDataSources(readings: ReadingsState | undefined, marks: NodeMarks, input: PlanInput): boolean {
  return isDue(readings?.dataSources, marks.dataSources, input) || input.subjects.some(isRestless);
}

/** Held failures end by time, and refreshes elsewhere show in the list alone. */
function isRestless({ state }: StoredSubject): boolean {
  return state.kind === "data-source" && (state.held !== undefined || state.signal !== "nodes");
}

/** From the last time on, and a day more: histories are cut by the source's clock. */
function historyDays(reading: Reading | undefined, now: Date): number {
  const days = reading ? Math.ceil(secondsSince(reading.askedAt, now) / DAY_SECONDS) + 1 : SHORTEST_HISTORY_DAYS;
  return Math.min(Math.max(days, SHORTEST_HISTORY_DAYS), LONGEST_HISTORY_DAYS);
}

function planMeasures(
  reading: ReadingsState["measures"],
  marks: NodeMarks,
  { interest, now, safetySeconds }: PlanInput,
  isNew: (name: string) => boolean,
): Pick<ReadingPlan, "measures" | "postponed" | "allMeasures"> {
  const allMeasures = interest.measures.length > 0 && isDue(reading, marks.measures, { now, safetySeconds });
  const first = (reading?.unread ?? []).filter((name) => interest.measures.includes(name));
  const others = interest.measures.filter((name) => !first.includes(name) && (allMeasures || isNew(name)));
  const queue = [...first, ...others];
  return { measures: queue.slice(0, MEASURES_PER_POLL), postponed: queue.slice(MEASURES_PER_POLL), allMeasures };
}
