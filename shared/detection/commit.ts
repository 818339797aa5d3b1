/**
 * Commits what the rules found: each subject's change in one transaction with its events, and the suspensions and
 * resumptions that follow from it. The rules decide (rules/detect.ts); this file only carries out, in an order that
 * survives a crash at any point.
 */

import { toReference } from "../model/event";
import { type StoredSubject, type SubjectChange } from "../model/subject";
import { isWanted } from "./observe/interest";
import { type Commit, type DetectionPorts } from "./ports";
import { type Detected } from "./rules/detect";
import { type SuspendDeps } from "./watches";

/** The ports that committing takes. */
type CommitDeps = SuspendDeps &
  Pick<
    DetectionPorts,
    | "isCrossed"
    | "loadWatch"
    | "commitChange"
    | "handOver"
    | "queueDispatch"
    | "loadInterest"
    | "removeSubjects"
    | "inSpan"
    | "traceparent"
  >;

/** Counts for the poll's log line. */
interface Committed {
  readonly changes: number;
  readonly events: number;
  readonly conflicts: number;
  /** Changes that storage did not take, while it took others. */
  readonly refused: number;
}

/**
 * Stores what was found and hands over its events. A change that lost against another poll's, or that storage refused,
 * is left to the next poll, which finds it again: nothing moved past it. Subscriptions are resumed before the events
 * that they may see are stored.
 */
export async function commitFindings(instanceId: string, found: Detected, deps: CommitDeps): Promise<Committed> {
  for (const scope of found.resumptions) {
    await deps.resumeSubscriptions(instanceId, scope);
    deps.log({ name: "subscriptions.resumed", instanceId, ...scope });
  }
  const { events, conflicts, refused } = await commitChanges(instanceId, found.changes, deps);
  const lost = new Set([...conflicts, ...refused]);
  await suspend(instanceId, found, lost, deps);
  await removeUnwanted(instanceId, found.removals, deps);
  const listChecks = lost.size === 0 ? found.listChecks : undefined;
  const remembered = listChecks && (await deps.commitChange(instanceId, listChecks));
  if (listChecks?.gap && remembered?.outcome === "committed") deps.log({ name: "gap.detected", ...listChecks.gap });
  return { changes: found.changes.length, events, conflicts: conflicts.length, refused: refused.length };
}

/** The subjects whose change was not stored, and the number of events that were. */
interface CommittedChanges {
  readonly events: number;
  readonly conflicts: readonly string[];
  readonly refused: readonly string[];
}

/** Commits the changes one after the other. A change that is refused keeps no other from being committed. */
async function commitChanges(
  instanceId: string,
  changes: readonly SubjectChange[],
  deps: CommitDeps,
): Promise<CommittedChanges> {
  let events = 0;
  const conflicts: string[] = [];
  const refused: string[] = [];
  for (const change of changes) {
    const commit = await commitUnlessRefused(instanceId, await withoutIdleSteps(change, deps), deps);
    if (commit.outcome === "conflict") conflicts.push(change.subjectId);
    else if (commit.outcome === "refused") refused.push(change.subjectId);
    else events += await handOver(instanceId, change, commit, deps);
  }
  return { events, conflicts, refused };
}

/**
 * Commits one change. When that fails while storage answers a read, it is this change that is not taken, perhaps never:
 * it is logged as an error, and counts as refused. When storage answers nothing, the poll fails.
 */
async function commitUnlessRefused(
  instanceId: string,
  change: SubjectChange,
  deps: CommitDeps,
): Promise<Commit | { readonly outcome: "refused" }> {
  try {
    return await commitTraced(instanceId, change, deps);
  } catch (error) {
    await deps.loadWatch(instanceId);
    deps.log({ name: "change.refused", instanceId, subject: change.subjectId, reason: String(error) }, "error");
    return { outcome: "refused" };
  }
}

/**
 * Commits one change in a span. The events carry the span of the poll, not of the commit: flows are called after the
 * commit has ended.
 */
function commitTraced(instanceId: string, change: SubjectChange, deps: CommitDeps): Promise<Commit> {
  const traceparent = deps.traceparent();
  const events = traceparent ? change.events.map((event) => ({ ...event, traceparent })) : change.events;
  return deps.inSpan({ name: "commitChange", attributes: { events: events.length } }, async (note) => {
    const commit = await deps.commitChange(instanceId, { ...change, events });
    note({ outcome: commit.outcome });
    return commit;
  });
}

/** Drops the steps of a value that no subscription's threshold lies in; the subject moves on all the same. */
async function withoutIdleSteps(change: SubjectChange, deps: CommitDeps): Promise<SubjectChange> {
  const kept = await Promise.all(
    change.events.map(async (event) => event.crossing === undefined || (await deps.isCrossed(event))),
  );
  return { ...change, events: change.events.filter((_, index) => kept[index]) };
}

/**
 * Removes the subjects that nobody is interested in. Interest is loaded again first: somebody may have subscribed while
 * the source was read, as a changed flow does. Then the subject is a baseline again, another poll may have built on it,
 * and removing it would lose what ends until the next poll (invariant 7).
 */
async function removeUnwanted(instanceId: string, removals: readonly StoredSubject[], deps: CommitDeps): Promise<void> {
  if (removals.length === 0) return;
  const interest = await deps.loadInterest(instanceId);
  const unwanted = removals.filter((subject) => !isWanted(subject, interest));
  if (unwanted.length > 0) await deps.removeSubjects(instanceId, unwanted);
}

async function suspend(
  instanceId: string,
  { suspensions }: Detected,
  lost: ReadonlySet<string>,
  deps: CommitDeps,
): Promise<void> {
  for (const { subjectId, ...suspension } of suspensions.filter((each) => !lost.has(each.subjectId))) {
    await deps.suspendSubscriptions(instanceId, suspension);
    deps.log({ name: "subscriptions.suspended", instanceId, subject: subjectId, ...suspension });
  }
}

async function handOver(
  instanceId: string,
  { gap }: SubjectChange,
  { events, markers = [] }: Extract<Commit, { outcome: "committed" }>,
  deps: CommitDeps,
): Promise<number> {
  if (gap) deps.log({ name: "gap.detected", instanceId, ...gap });
  for (const [index, event] of events.entries()) {
    const { trigger, subjectId, occurredAt } = event;
    deps.log({ name: "event.detected", trigger, ...toReference(event), subject: subjectId, occurredAt });
    const marker = markers[index];
    await (marker ? deps.handOver(event, marker) : deps.queueDispatch(toReference(event)));
  }
  return events.length;
}
