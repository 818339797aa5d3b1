import { type DataSource } from "../model/instance";
import { type Measure } from "../model/measure";
import { type Segment } from "../model/segment";
import { type WorkflowNode } from "../model/workflow";
import { type JobsSeen } from "./jobs/detectJobs";
import { type ReadingPlan } from "./reading/planReading";

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
