import { type DetectedEvent, type GapEvent } from "../model/event";
import { type Unusable } from "../model/sourceAnswer";
import { type SubjectState } from "../model/subject";
import { type WorkflowJob, type WorkflowNode } from "../model/workflow";

/** A subject's events of one change at most: subject, events and their markers are one transaction of at most 100 rows. */
export const MOST_EVENTS = 30;

/** What every rule is given beside its subject. */
export interface DetectContext {
  readonly instanceId: string;
  /** Those listed, and those looked up by their id. */
  readonly jobs: readonly WorkflowJob[];
  readonly nodes: readonly WorkflowNode[];
  readonly now: Date;
  readonly holdSeconds: number;
}

/** What a rule makes of one subject: its next state, what happened, in order, and what it could not use. */
export interface Finding<S extends SubjectState = SubjectState> {
  readonly state: S;
  readonly events: readonly DetectedEvent[];
  readonly unusable: readonly Unusable[];
  readonly gap?: GapEvent;
  /** True when something is under way that deserves a closer look soon. */
  readonly busy?: boolean;
}
