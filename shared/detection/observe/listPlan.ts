/**
 * The plan of a poll: which lists to read. Jobs and nodes are read at every poll and show whether a list can have
 * changed; a list is read when its mark has moved, when it was not read for long, or when something new is subscribed
 * to.
 */

import { createHash } from "node:crypto";
import { latest, secondsSince } from "../../model/instant";
import {
  type ListCheck,
  LIST_CHECKS_SUBJECT_ID,
  type ListChecksState,
  type StoredSubject,
  sampledSubjectId,
} from "../../model/subject";
import { type WorkflowJob, type WorkflowNode, endOf, isTerminal } from "../../model/workflow";
import { type Interest, wantsDataSources } from "./interest";

export interface PlanInput {
  readonly interest: Interest;
  readonly subjects: readonly StoredSubject[];
  readonly nodes: readonly WorkflowNode[];
  readonly jobs: readonly WorkflowJob[];
  /** Seconds for which a list is trusted to be unchanged while nothing says that it changed. */
  readonly safetySeconds: number;
  readonly now: Date;
}

/** A mark per kind of list, computed from jobs and nodes. A list can have changed only when its mark has. */
export interface NodeMarks {
  readonly dataSources: string;
  readonly segments: string;
  readonly measures: string;
}

/** The reads to make besides jobs and nodes. Most polls need none: that keeps a poll at two calls. */
export interface ListPlan {
  readonly marks: NodeMarks;
  readonly dataSources: boolean;
  /** Absent: segments are not read. */
  readonly segments?: { readonly historyDays: number };
  /** Names of the measures to read now; `postponed` are read by the next poll. */
  readonly measures: readonly string[];
  readonly postponed: readonly string[];
  /** True when `measures` and `postponed` together are all measures that somebody is interested in. */
  readonly allMeasures: boolean;
}

export function planLists(input: PlanInput): ListPlan {
  const marks = nodeMarks(input.nodes, input.jobs);
  const readings = findListChecks(input.subjects);
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

const MEASURES = ["measures", "attributemeasures", "entitymeasures"];

export function nodeMarks(nodes: readonly WorkflowNode[], jobs: readonly WorkflowJob[]): NodeMarks {
  const newestEnd = (types: readonly string[]): string => {
    const ended = nodes.filter(({ operationType, status }) => types.includes(operationType) && isTerminal(status));
    return latest(ended.map((node) => endOf(node, jobs))) ?? "";
  };
  return {
    dataSources: ingestionMark(nodes, jobs),
    segments: newestEnd(["segmentation"]),
    measures: newestEnd(MEASURES),
  };
}

/**
 * The mark of data sources: it moves with the status or the end of any ingestion, and with the end of a job that holds
 * one, because its runs may be final then.
 */
function ingestionMark(nodes: readonly WorkflowNode[], jobs: readonly WorkflowJob[]): string {
  const shown = nodes
    .filter(({ operationType }) => operationType === "ingestion")
    .map((node) => [node.identifier ?? "", node.status, endOf(node, jobs) ?? "", node.lastSucceededAt ?? ""].join("|"));
  const over = jobs
    .filter(({ status, tasks }) => isTerminal(status) && tasks.some((task) => task.operationType === "ingestion"))
    .map(({ jobId }) => jobId);
  const text = JSON.stringify([shown.toSorted(), over.toSorted()]);
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

export function findListChecks(subjects: readonly StoredSubject[]): ListChecksState | undefined {
  const state = subjects.find(({ subjectId }) => subjectId === LIST_CHECKS_SUBJECT_ID)?.state;
  return state?.kind === "readings" ? state : undefined;
}

type Timing = Pick<PlanInput, "now" | "safetySeconds">;

export function isDue(reading: ListCheck | undefined, mark: string, { now, safetySeconds }: Timing): boolean {
  return !reading || reading.seen !== mark || secondsSince(reading.askedAt, now) >= safetySeconds;
}

function asksDataSources(readings: ListChecksState | undefined, marks: NodeMarks, input: PlanInput): boolean {
  return isDue(readings?.dataSources, marks.dataSources, input) || input.subjects.some(isRestless);
}

/**
 * True for a data source that has to be read at every poll: a held failure ends by time, and a refresh made elsewhere
 * shows in the list alone.
 */
function isRestless({ state }: StoredSubject): boolean {
  return state.kind === "data-source" && (state.held !== undefined || state.signal !== "nodes");
}

const DAY_SECONDS = 86_400;

const SHORTEST_HISTORY_DAYS = 2;

const MAX_HISTORY_DAYS = 10;

/** Days since the last check and one more: histories are cut by the source's clock. */
function historyDays(reading: ListCheck | undefined, now: Date): number {
  const days = reading ? Math.ceil(secondsSince(reading.askedAt, now) / DAY_SECONDS) + 1 : SHORTEST_HISTORY_DAYS;
  return Math.min(Math.max(days, SHORTEST_HISTORY_DAYS), MAX_HISTORY_DAYS);
}

/** The measures read in one poll, each by a call of its own; the others wait for the next poll. */
const MEASURES_PER_POLL = 30;

function planMeasures(
  reading: ListChecksState["measures"],
  marks: NodeMarks,
  { interest, now, safetySeconds }: PlanInput,
  isNew: (name: string) => boolean,
): Pick<ListPlan, "measures" | "postponed" | "allMeasures"> {
  const allMeasures = interest.measures.length > 0 && isDue(reading, marks.measures, { now, safetySeconds });
  const first = (reading?.unread ?? []).filter((name) => interest.measures.includes(name));
  const others = interest.measures.filter((name) => !first.includes(name) && (allMeasures || isNew(name)));
  const queue = [...first, ...others];
  return { measures: queue.slice(0, MEASURES_PER_POLL), postponed: queue.slice(MEASURES_PER_POLL), allMeasures };
}
