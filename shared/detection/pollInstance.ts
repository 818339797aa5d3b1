import { type SourceFailure } from "../model/sourceAnswer";
import { type DispatchTask, type PollTask } from "../model/task";
import { type StoredEvent, toReference } from "../model/event";
import { type Log } from "../model/log";
import { type StoredSubject, type SubjectChange } from "../model/subject";
import { type Trigger } from "../model/trigger";
import { type Watch } from "../model/watch";
import { detect } from "./detect";
import { observe, type SourceReads } from "./observe";
import { type PollPace, nextPoll } from "./nextPoll";
import { type RetireDeps, retireWatch } from "./retireWatch";

/** What became of a change: stored with its events, or somebody else's change of the same subject came first. */
export type Commit =
  { readonly outcome: "committed"; readonly events: readonly StoredEvent[] } | { readonly outcome: "conflict" };

export interface PollDeps extends RetireDeps {
  readonly source: SourceReads;
  readonly loadWatch: (instanceId: string) => Promise<Watch | undefined>;
  /** Triggers that at least one live subscription of the instance has. */
  readonly loadInterest: (instanceId: string) => Promise<ReadonlySet<Trigger>>;
  readonly loadSubjects: (instanceId: string) => Promise<readonly StoredSubject[]>;
  /** One transaction: subject (by its version), events, pending markers, end of the ledger. */
  readonly commitChange: (instanceId: string, change: SubjectChange) => Promise<Commit>;
  readonly queueDispatch: (task: DispatchTask) => Promise<void>;
  /** Keeps the rest of the watch as it is; does nothing when there is none. */
  readonly rescheduleWatch: (instanceId: string, next: Pick<Watch, "nextPollAt" | "failures">) => Promise<void>;
  readonly pollPace: PollPace;
  /** How long a failure is held that may still be retried; 0: not at all. */
  readonly holdSeconds: number;
  readonly now: () => Date;
  readonly log: Log;
}

/** One look at an instance: what happened since the last is stored, handed to the dispatcher, and the next look is set. */
export async function pollInstance({ instanceId }: PollTask, deps: PollDeps): Promise<void> {
  const startedAt = deps.now();
  const watch = await deps.loadWatch(instanceId);
  if (!watch) return deps.log({ name: "poll.completed", instanceId, outcome: "unwatched" });
  const interest = await deps.loadInterest(instanceId);
  if (interest.size === 0) return retireWatch(watch, deps);
  const observed = await observe(instanceId, interest, deps.source);
  if (!observed.ok) return postpone(watch, observed.failure, deps);
  const subjects = await deps.loadSubjects(instanceId);
  const found = detect({ subjects, observed: observed.value, now: deps.now(), holdSeconds: deps.holdSeconds });
  const committed = await commitAll(instanceId, found.changes, deps);
  await deps.rescheduleWatch(instanceId, nextPoll({ watch, busy: found.busy, now: deps.now(), pace: deps.pollPace }));
  const unusable = [...observed.unusable, ...found.unusable];
  deps.log({
    name: "poll.completed",
    instanceId,
    outcome: "ok",
    changes: found.changes.length,
    ...committed,
    busy: found.busy,
    ...(unusable.length > 0 ? { unusable: unusable.slice(0, 20), unusableCount: unusable.length } : {}),
    durationMs: deps.now().getTime() - startedAt.getTime(),
  });
}

async function postpone(watch: Watch, failure: SourceFailure, deps: PollDeps): Promise<void> {
  const next = nextPoll({ watch, failure, now: deps.now(), pace: deps.pollPace });
  await deps.rescheduleWatch(watch.instanceId, next);
  deps.log({ name: "poll.completed", instanceId: watch.instanceId, outcome: "source-failed", failure, ...next });
}

/** A change that lost against another poll's is left to the next poll, which finds it again: nothing moved past it. */
async function commitAll(
  instanceId: string,
  changes: readonly SubjectChange[],
  deps: PollDeps,
): Promise<{ events: number; conflicts: number }> {
  let events = 0;
  let conflicts = 0;
  for (const change of changes) {
    const commit = await deps.commitChange(instanceId, change);
    if (commit.outcome === "conflict") conflicts += 1;
    else events += await handOver(commit.events, deps);
  }
  return { events, conflicts };
}

async function handOver(events: readonly StoredEvent[], deps: PollDeps): Promise<number> {
  for (const event of events) {
    const { trigger, subjectId, occurredAt } = event;
    deps.log({ name: "event.detected", trigger, ...toReference(event), subject: subjectId, occurredAt });
    await deps.queueDispatch(toReference(event));
  }
  return events.length;
}
