/**
 * The rules together: from an observation and the remembered subjects to the changes, suspensions and resumptions that
 * a poll commits. Everything in this folder is pure: no clock, no storage, no calls. The rules T1 to T6 are described
 * in docs/customer-insights.md; each has its file: dataSourceRefreshes (T1, T2), crossings (T3, T4), fullRefresh (T5),
 * unification (T6).
 */

import { defined } from "../../model/defined";
import { isDeepStrictEqual } from "node:util";
import { type Unusable } from "../../model/sourceAnswer";
import { LIST_CHECKS_SUBJECT_ID, type StoredSubject, type SubjectChange } from "../../model/subject";
import { type Suspension, type SuspensionScope } from "../../model/subscription";
import { type Interest, isWanted, wantsDataSources } from "../observe/interest";
import { type Observed } from "../observe/observed";
import { findListChecks } from "../observe/listPlan";
import { jobHorizon } from "../observe/jobList";
import { nextListChecks } from "../observe/listChecks";
import { type SubjectFinding, toSubjectFindings } from "./subjectFindings";
import { findGap } from "./knownJobs";
import { TRIGGER_OF } from "./crossings";

export interface DetectSettings {
  /** Seconds for which a failure that may still be retried is held back; 0: not at all. */
  readonly holdSeconds: number;
  /** Seconds for which a list is trusted to be unchanged while nothing says that it changed. */
  readonly safetySeconds: number;
  /** Operation types in lower case that count as a full refresh (A8). */
  readonly fullRefreshTypes: readonly string[];
}

export interface DetectInput {
  readonly subjects: readonly StoredSubject[];
  readonly observed: Observed;
  readonly interest: Interest;
  readonly now: Date;
  readonly settings: DetectSettings;
}

export interface Detected {
  readonly changes: readonly SubjectChange[];
  /**
   * The change of the list checks. It is written after all others and only if none was lost, because it says that
   * nothing needs to be looked for again.
   */
  readonly listChecks?: SubjectChange;
  /** Subjects that nobody is interested in any more. */
  readonly removals: readonly StoredSubject[];
  /** Suspensions with the subject that they follow from, to be carried out once its change is stored. */
  readonly suspensions: readonly (Suspension & { readonly subjectId: string })[];
  /** Resumptions, to be carried out before anything is stored. */
  readonly resumptions: readonly SuspensionScope[];
  /** True when the next poll should come soon: a job runs, a failure is held, or there was too much for one poll. */
  readonly busy: boolean;
  readonly unusable: readonly Unusable[];
}

/** Applies all rules to one observation. Pure: the same input gives the same events with the same ids. */
export function detect(input: DetectInput): Detected {
  const { subjects, observed, interest, now, settings } = input;
  const known = new Map(subjects.map((subject) => [subject.subjectId, subject]));
  const jobs = [...observed.jobs.listed, ...observed.jobs.lookedUp];
  const { holdSeconds, fullRefreshTypes } = settings;
  const { instanceId, nodes } = observed;
  const context = { instanceId, jobs, nodes, now, holdSeconds, fullRefreshTypes };
  const findings = toSubjectFindings(known, observed, interest, context);
  const listChecks = toChange(toListChecksFinding(input, findings));
  return {
    changes: findings.flatMap((finding) => toChange(finding) ?? []),
    ...defined({ listChecks }),
    removals: subjects.filter((subject) => !isWanted(subject, interest)),
    suspensions: findings.flatMap(toSuspension),
    resumptions: findings.flatMap((finding) => ("resume" in finding ? [scopeOf(finding)] : [])),
    busy:
      jobs.some(({ status }) => status === "queued" || status === "running") ||
      observed.plan.postponed.length > 0 ||
      findings.some(isBusy),
    unusable: findings.flatMap(({ unusable }) => unusable),
  };
}

function toChange({ subjectId, state, events, gap, stored }: SubjectFinding): SubjectChange | undefined {
  const change = { subjectId, state, events, ...defined({ gap }) };
  if (!stored) return change;
  if (events.length === 0 && !gap && isDeepStrictEqual(state, stored.state)) return undefined;
  return { ...change, version: stored.version };
}

function toListChecksFinding(input: DetectInput, findings: readonly SubjectFinding[]) {
  const { subjects, observed, interest, now, settings } = input;
  const incomplete = findings.filter((finding) => isIncomplete(finding) || isAbsentOnce(finding));
  const names = (kind: string): string[] =>
    incomplete.flatMap(({ state, name = "" }) => (state.kind === kind ? name : []));
  const state = nextListChecks({
    previous: findListChecks(subjects),
    interest,
    observed,
    incompleteDataSources: names("data-source").length > 0,
    incompleteSegments: names("segment").length > 0,
    incompleteMeasures: names("measure"),
    safetySeconds: settings.safetySeconds,
    now,
  });
  const stored = subjects.find(({ subjectId }) => subjectId === LIST_CHECKS_SUBJECT_ID);
  const gap = names("data-source").length > 0 ? undefined : findUnfollowedGap(input, findings);
  return { subjectId: LIST_CHECKS_SUBJECT_ID, stored, state, events: [], unusable: [], ...defined({ gap }) };
}

function isIncomplete(finding: SubjectFinding): boolean {
  return "incomplete" in finding;
}

/** True for a subject that was absent for the first time: the next poll asks whether it is gone. */
function isAbsentOnce({ state }: SubjectFinding): boolean {
  return "absences" in state && state.absences === 1;
}

/** The gap in the listed jobs. If a subscription follows jobs, the subject of the jobs reports gaps instead. */
function findUnfollowedGap({ subjects, observed, interest, now }: DetectInput, findings: readonly SubjectFinding[]) {
  if (!wantsDataSources(interest) || findings.some(({ state }) => state.kind === "jobs")) return undefined;
  const reach = jobHorizon(subjects);
  return reach && findGap(reach, observed.jobs.listed, { instanceId: observed.instanceId, now });
}

function toSuspension(finding: SubjectFinding): Detected["suspensions"] {
  if (!("suspend" in finding) || !finding.suspend) return [];
  return [{ ...scopeOf(finding), subjectId: finding.subjectId, reason: finding.suspend }];
}

function scopeOf({ state, name }: SubjectFinding): SuspensionScope {
  const trigger = state.kind === "segment" || state.kind === "measure" ? { trigger: TRIGGER_OF[state.kind] } : {};
  return { ...trigger, ...defined({ resource: name }) };
}

function isBusy(finding: SubjectFinding): boolean {
  const { state, busy } = finding;
  return busy === true || isIncomplete(finding) || (state.kind === "data-source" && state.held !== undefined);
}
