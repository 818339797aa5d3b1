import { type DataSource } from "../../model/instance";
import { type Measure } from "../../model/measure";
import { type Segment } from "../../model/segment";
import { type SourceAnswer, type SourceFailure, type Unusable } from "../../model/sourceAnswer";
import { type SourceReads } from "../../model/sourceReads";
import { type WorkflowJob, type WorkflowNode } from "../../model/workflow";
import { type ReadingPlan } from "./planReading";

/** What one poll saw of an instance. A list that was not asked for, or not given, is absent: that says nothing about anything. */
export interface Observed {
  readonly instanceId: string;
  readonly jobs: JobsSeen;
  readonly nodes: readonly WorkflowNode[];
  readonly dataSources?: readonly DataSource[];
  readonly segments?: readonly Segment[];
  /** Those read; `undefined`: the source does not know it. A measure whose read failed has no entry. */
  readonly measures: ReadonlyMap<string, Measure | undefined>;
  /** False when the instance is not, or not certainly, active: then what is absent may come back. */
  readonly absenceCounts: boolean;
  /** True when the instance was asked for and is active. */
  readonly seenActive: boolean;
  readonly plan: ReadingPlan;
}

/** The reads of the CI API that a poll makes. */
export type PollSource = Pick<
  SourceReads,
  "listJobs" | "getJob" | "listNodes" | "listDataSources" | "listSegments" | "getMeasure" | "getInstance"
>;

/** A read that failed without failing the poll: only its subjects are passed over. */
export interface SkippedRead {
  readonly read: string;
  readonly failure: SourceFailure;
}

/** What is to be told of a poll's reads, gathered while they are made. */
export interface ReadingNotes {
  readonly unusable: Unusable[];
  readonly skipped: SkippedRead[];
}

/** The answer's value; undefined, and noted, when there is none. */
export function noted<T>(read: string, answer: SourceAnswer<T>, notes: ReadingNotes): T | undefined {
  if (answer.ok) {
    notes.unusable.push(...answer.unusable);
    return answer.value;
  }
  notes.skipped.push({ read, failure: answer.failure });
  return undefined;
}

/** What one poll saw of the jobs. */
export interface JobsSeen {
  readonly listed: readonly WorkflowJob[];
  /** Open ones that were not listed, looked up by their id. */
  readonly lookedUp: readonly WorkflowJob[];
  /** Open ones that the source does not know any more. */
  readonly gone: readonly string[];
}
