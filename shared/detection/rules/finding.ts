import { createHash } from "node:crypto";
import { type DetectedEvent, type GapEvent } from "../../model/event";
import { type Instant } from "../../model/instant";
import { type Unusable } from "../../model/sourceAnswer";
import { type SubjectState } from "../../model/subject";
import { type WorkflowJob, type WorkflowNode } from "../../model/workflow";

/** A subject's events of one change at most: subject, events and their markers are one transaction of at most 100 rows. */
export const MAX_EVENTS = 30;

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

/** No run of one item of the workflow begins and ends so soon after another has ended. */
const SAME_RUN_MS = 5_000;

/** True when two times of the source, of a task and of its node, tell the end of one run: nothing says that they are equal. */
export function isSameEnd(a: Instant, b: Instant): boolean {
  return Math.abs(Date.parse(a) - Date.parse(b)) <= SAME_RUN_MS;
}

/**
 * The identity of an event, made of what happened alone: no clock of ours, nothing random. The same observation found twice,
 * on two hosts or after a crash, gives the same id (invariant 2).
 */
export function eventId(parts: readonly string[]): string {
  return `evt_${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32)}`;
}
