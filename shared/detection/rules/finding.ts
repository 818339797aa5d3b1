/**
 * The words that all rules share: the finding, its context, and the identity of an event.
 */

import { createHash } from "node:crypto";
import { type DetectedEvent, type GapEvent } from "../../model/event";
import { type Instant } from "../../model/instant";
import { type Unusable } from "../../model/sourceAnswer";
import { type SubjectState } from "../../model/subject";
import { type WorkflowJob, type WorkflowNode } from "../../model/workflow";

/** The most events of one change: a subject, its events and their markers are one transaction of at most 100 rows. */
export const MAX_EVENTS = 30;

/** The input of every rule besides its subject. */
export interface DetectContext {
  readonly instanceId: string;
  /** Listed jobs, and jobs looked up by id. */
  readonly jobs: readonly WorkflowJob[];
  readonly nodes: readonly WorkflowNode[];
  readonly now: Date;
  readonly holdSeconds: number;
}

/** The result of a rule for one subject: its next state, its events in order, and what could not be used. */
export interface Finding<S extends SubjectState = SubjectState> {
  readonly state: S;
  readonly events: readonly DetectedEvent[];
  readonly unusable: readonly Unusable[];
  readonly gap?: GapEvent;
  /** True when the next poll should come soon. */
  readonly busy?: boolean;
}

/** Two runs of one item of the workflow never end this close to each other, in milliseconds. */
const SAME_RUN_MS = 5_000;

/**
 * True when two times of the source, of a task and of its node, are the end of one run. The source does not promise
 * that they are equal.
 */
export function isSameEnd(a: Instant, b: Instant): boolean {
  return Math.abs(Date.parse(a) - Date.parse(b)) <= SAME_RUN_MS;
}

/**
 * The identity of an event, made only of what happened: neither our clock nor anything random is part of it. The same
 * observation found twice, on two hosts or after a crash, gives the same id (invariant 2).
 */
export function eventId(parts: readonly string[]): string {
  return `evt_${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32)}`;
}
