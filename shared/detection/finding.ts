import { type DetectedEvent } from "../model/event";
import { type Unusable } from "../model/sourceAnswer";
import { type SubjectState } from "../model/subject";
import { type WorkflowJob, type WorkflowNode } from "../model/workflow";

/** What every rule is given beside its subject. */
export interface DetectContext {
  readonly instanceId: string;
  readonly jobs: readonly WorkflowJob[];
  readonly nodes: readonly WorkflowNode[];
  readonly now: Date;
  readonly holdSeconds: number;
}

/** What a rule makes of one subject: its next state, what happened, in order, and what it could not use. */
export interface Finding {
  readonly state: SubjectState;
  readonly events: readonly DetectedEvent[];
  readonly unusable: readonly Unusable[];
}
