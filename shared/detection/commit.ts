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
}

/**
 * Stores what was found and hands over its events. A change that lost against another poll's is left to the next poll,
 * which finds it again: nothing moved past it. Subscriptions are resumed before the events that they may see are
 * stored.
 */
export async function commitFindings(instanceId: string, found: Detected, deps: CommitDeps): Promise<Committed> {
  for (const scope of found.resumptions) {
    await deps.resumeSubscriptions(instanceId, scope);
    deps.log({ name: "subscriptions.resumed", instanceId, ...scope });
  }
  let events = 0;
  const lost = new Set<string>();
  for (const change of found.changes) {
    const commit = await commitTraced(instanceId, await withoutIdleSteps(change, deps), deps);
    if (commit.outcome === "conflict") lost.add(change.subjectId);
    else events += await handOver(instanceId, change, commit, deps);
  }
  await suspend(instanceId, found, lost, deps);
  await removeUnwanted(instanceId, found.removals, deps);
  const listChecks = lost.size === 0 ? found.listChecks : undefined;
  const remembered = listChecks && (await deps.commitChange(instanceId, listChecks));
  if (listChecks?.gap && remembered?.outcome === "committed") deps.log({ name: "gap.detected", ...listChecks.gap });
  return { changes: found.changes.length, events, conflicts: lost.size };
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
