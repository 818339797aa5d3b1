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

/** For the poll's log line. */
interface Committed {
  readonly changes: number;
  readonly events: number;
  readonly conflicts: number;
}

/**
 * Stores what was found and hands over its events. A change that lost against another poll's is left to the next poll, which
 * finds it again: nothing moved past it. Subscriptions are resumed before the events that they may see are stored.
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
  const readings = lost.size === 0 ? found.readings : undefined;
  const remembered = readings && (await deps.commitChange(instanceId, readings));
  if (readings?.gap && remembered?.outcome === "committed") deps.log({ name: "gap.detected", ...readings.gap });
  return { changes: found.changes.length, events, conflicts: lost.size };
}

/** The events keep the poll's place in its trace, not the commit's: they are called for when that is over. */
function commitTraced(instanceId: string, change: SubjectChange, deps: CommitDeps): Promise<Commit> {
  const traceparent = deps.traceparent();
  const events = traceparent ? change.events.map((event) => ({ ...event, traceparent })) : change.events;
  return deps.inSpan({ name: "commitChange", attributes: { events: events.length } }, async (note) => {
    const commit = await deps.commitChange(instanceId, { ...change, events });
    note({ outcome: commit.outcome });
    return commit;
  });
}

/** Steps of a value that nobody's threshold lies between are no events; the subject moves on all the same. */
async function withoutIdleSteps(change: SubjectChange, deps: CommitDeps): Promise<SubjectChange> {
  const kept = await Promise.all(
    change.events.map(async (event) => event.crossing === undefined || (await deps.isCrossed(event))),
  );
  return { ...change, events: change.events.filter((_, index) => kept[index]) };
}

/**
 * Somebody may have subscribed while the source was read, as a flow that is changed does: then it is a baseline again, on which
 * another poll may stand already, and what ends until the next one would be lost with it (invariant 7).
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
