import { isDeepStrictEqual } from "node:util";
import { type StoredSubject, type SubjectChange, dataSourceSubjectId } from "../model/subject";
import { type Unusable } from "../model/sourceAnswer";
import { detectDataSource } from "./detectDataSource";
import { type Finding } from "./finding";
import { type Observed } from "./observe";

export interface DetectInput {
  readonly subjects: readonly StoredSubject[];
  readonly observed: Observed;
  readonly now: Date;
  readonly holdSeconds: number;
}

export interface Detected {
  readonly changes: readonly SubjectChange[];
  /** Something is under way that deserves a closer look: a job runs, or a failure is held. */
  readonly busy: boolean;
  readonly unusable: readonly Unusable[];
}

/** All rules over one observation. Pure: the same input gives the same events with the same ids. */
export function detect({ subjects, observed, now, holdSeconds }: DetectInput): Detected {
  const known = new Map(subjects.map((subject) => [subject.subjectId, subject]));
  const context = { ...observed, now, holdSeconds };
  const findings = (observed.dataSources ?? []).map((dataSource) => {
    const stored = known.get(dataSourceSubjectId(dataSource.dataSourceId));
    const finding = detectDataSource(stored?.state, dataSource, context);
    return { ...finding, subjectId: dataSourceSubjectId(dataSource.dataSourceId), stored };
  });
  return {
    changes: findings.flatMap(toChange),
    busy: observed.jobs.some(({ status }) => status === "queued" || status === "running") || findings.some(isHeld),
    unusable: findings.flatMap(({ unusable }) => unusable),
  };
}

interface FindingOfSubject extends Finding {
  readonly subjectId: string;
  readonly stored: StoredSubject | undefined;
}

function toChange({ subjectId, state, events, stored }: FindingOfSubject): readonly SubjectChange[] {
  if (!stored) return [{ subjectId, state, events }];
  if (events.length === 0 && isDeepStrictEqual(state, stored.state)) return [];
  return [{ subjectId, state, events, version: stored.version }];
}

function isHeld({ state }: Finding): boolean {
  return state.held !== undefined;
}
