/**
 * The result of an observation, which is all that one poll has read of CI, and how failed reads are noted. The rules
 * compare it with the subjects. It is data; the reads themselves are in the other files of this folder.
 */
import { type DataSource } from "../../model/instance";
import { type Measure } from "../../model/measure";
import { type Segment } from "../../model/segment";
import { type SourceAnswer, type SourceFailure, type Unusable } from "../../model/sourceAnswer";
import { type SourceReads } from "../../model/sourceReads";
import { type WorkflowJob, type WorkflowNode } from "../../model/workflow";
import { type ListPlan } from "./listPlan";

/**
 * The result of one observation. A list that was not asked for, or not given, is absent, which proves nothing about its
 * items.
 */
export interface Observed {
  readonly instanceId: string;
  readonly jobs: ObservedJobs;
  readonly nodes: readonly WorkflowNode[];
  readonly dataSources?: readonly DataSource[];
  readonly segments?: readonly Segment[];
  /**
   * The measures that were read; `undefined` for a measure that the source does not know. A measure whose read failed
   * has no entry.
   */
  readonly measures: ReadonlyMap<string, Measure | undefined>;
  /** The lists that were read in part: nothing is absent because they do not hold it, and they are read again. */
  readonly partial?: ReadonlySet<ListName>;
  /** False when the instance is not, or not certainly, active: then an absent item may come back. */
  readonly absenceCounts: boolean;
  /** True when the instance itself was read and is active. */
  readonly seenActive: boolean;
  readonly plan: ListPlan;
}

type ListName = "jobs" | "nodes" | "dataSources" | "segments";

/** The names of the lists that were read in part. */
export function namePartial(
  answers: Readonly<Partial<Record<ListName, SourceAnswer<unknown> | undefined>>>,
): ReadonlySet<ListName> {
  const names: readonly ListName[] = ["jobs", "nodes", "dataSources", "segments"];
  return new Set(names.filter((name) => answers[name]?.ok && answers[name].partial));
}

/** The reads of the CI API that a poll makes. */
export type PollSource = Pick<
  SourceReads,
  "listJobs" | "getJob" | "listNodes" | "listDataSources" | "listSegments" | "getMeasure" | "getInstance"
>;

/** A read that failed without failing the poll: only its subjects are skipped. */
export interface SkippedRead {
  readonly read: string;
  readonly failure: SourceFailure;
}

/** Notes about a poll's reads for its log line, collected while they are made. */
export interface ObservationNotes {
  readonly unusable: Unusable[];
  readonly skipped: SkippedRead[];
}

/** The answer's value; undefined, and noted as skipped, when the read failed. */
export function valueOrNote<T>(read: string, answer: SourceAnswer<T>, notes: ObservationNotes): T | undefined {
  if (answer.ok) {
    notes.unusable.push(...answer.unusable);
    return answer.value;
  }
  notes.skipped.push({ read, failure: answer.failure });
  return undefined;
}

/** The jobs that one poll saw. */
export interface ObservedJobs {
  readonly listed: readonly WorkflowJob[];
  /** Open jobs that were not listed and were looked up by id. */
  readonly lookedUp: readonly WorkflowJob[];
  /** Ids of open jobs that the source does not know any more. */
  readonly gone: readonly string[];
}
