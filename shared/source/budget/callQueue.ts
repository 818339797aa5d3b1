/**
 * The queue of calls that wait for their turn: which is next, which is refused, and when to look again. Several hosts
 * share one count by leases.
 */

import { type SourceFailure } from "../../model/sourceAnswer";
import { type JsonAnswer } from "../transport/jsonRequest";
import { type CallWindow, type Blocks } from "./callWindow";

/** The origin of a call: for a `read` a caller waits, a `poll` is the poller's own. */
export type CallPriority = "read" | "poll";

export interface CallTurn {
  readonly priority: CallPriority;
  /** Empty for a call about no instance. */
  readonly instanceId: string;
}

/** The calls that all hosts together may make with one subscription key. */
export interface CallBudget {
  /**
   * Makes the call when its turn has come. Fails as `throttled`, and makes no call, when the turn does not come in
   * time.
   */
  readonly call: (turn: CallTurn, make: () => Promise<JsonAnswer>) => Promise<JsonAnswer>;
  /**
   * The calls left in this minute, as far as this process knows: calls of other hosts since its last lease are not
   * counted.
   */
  readonly left: () => number | undefined;
}

/**
 * Leases calls from the count that all hosts share; granted calls are used at once. `spare` calls must stay free for
 * more urgent ones. `retryAfterSeconds` says when to ask again for calls that were not granted.
 */
export type LeaseCalls = (
  wanted: number,
  now: Date,
  spare: number,
) => Promise<{ readonly granted: number; readonly retryAfterSeconds: number; readonly left?: number }>;

interface CallQueueDeps {
  readonly window: CallWindow;
  readonly blocks: Pick<Blocks, "openAt">;
  /** The calls that calls without urgency leave free. */
  readonly spare: number;
  readonly leaseCalls: LeaseCalls | undefined;
  readonly now: () => Date;
  readonly wait: (delayMs: number) => Promise<void>;
}

interface WaitingCall extends CallTurn {
  /**
   * The time, in ms, at which a poller's call becomes as urgent as a read, so that reads never keep it waiting for
   * good.
   */
  readonly urgentAt: number;
  readonly deadline: number;
  readonly start: (refusal?: SourceFailure) => void;
}

interface Queue extends CallQueueDeps {
  waiting: readonly WaitingCall[];
  /** The number of the last served call of each instance; cleared when no call waits. */
  readonly turns: Map<string, number>;
  served: number;
  isLeasing: boolean;
  /** The times from which the shared count may have calls again, for urgent and for other calls. */
  readonly leasableAt: { urgent: number; other: number };
  wakeAt: number;
  /** The calls that all hosts had left when this one leased last. */
  sharedLeft: number;
}

/** The calls that wait for their turn. */
interface CallQueue {
  /** Adds a call, which is started once: to be made, or refused. */
  readonly add: (call: WaitingCall) => void;
  /** Reviews the queue after the source has closed something: calls that wait in vain are refused at once. */
  readonly review: () => void;
  readonly left: () => number;
}

export function createCallQueue(deps: CallQueueDeps): CallQueue {
  const leasableAt = { urgent: 0, other: 0 };
  const queue: Queue = {
    ...deps,
    waiting: [],
    turns: new Map(),
    served: 0,
    isLeasing: false,
    leasableAt,
    wakeAt: Infinity,
    sharedLeft: Infinity,
  };
  return {
    add: (call) => {
      queue.waiting = [...queue.waiting, call];
      advance(queue);
    },
    review: () => advance(queue),
    left: () => Math.min(queue.sharedLeft, queue.window.free(queue.now().getTime(), 0)),
  };
}

/** Starts and refuses the calls that are ready by now, and schedules the next look. */
function advance(queue: Queue): void {
  const now = queue.now().getTime();
  refuseLate(queue, now);
  if (!queue.isLeasing) serve(queue, "urgent", now);
  if (!queue.isLeasing) serve(queue, "other", now);
  if (queue.waiting.length === 0) queue.turns.clear();
  wakeLater(queue, now);
}

/** Refuses the calls whose deadline has passed, and at once those whose turn cannot come before it. */
function refuseLate(queue: Queue, now: number): void {
  const anyAt = Math.max(queue.window.freeAt(now, 0), queue.leasableAt.urgent);
  const earliest = (call: WaitingCall): number => Math.max(anyAt, queue.blocks.openAt(call.instanceId));
  const late = queue.waiting.filter((call) => call.deadline <= now || call.deadline < earliest(call));
  if (late.length === 0) return;
  queue.waiting = queue.waiting.filter((call) => !late.includes(call));
  for (const call of late) {
    const retryAfterSeconds = Math.max(1, Math.ceil((earliest(call) - now) / 1000));
    const message = `the calls to the source are used up or on hold; no turn for this one for ${retryAfterSeconds} seconds`;
    call.start({ kind: "throttled", retryAfterSeconds, message });
  }
}

type Urgency = keyof Queue["leasableAt"];

function serve(queue: Queue, urgency: Urgency, now: number): void {
  const spare = urgency === "urgent" ? 0 : queue.spare;
  const calls = openCalls(queue, now).filter((call) => urgency === "other" || isUrgent(call, now));
  const wanted = Math.min(calls.length, queue.window.free(now, spare));
  if (wanted === 0 || queue.leasableAt[urgency] > now) return;
  if (queue.leaseCalls) void lease(queue, queue.leaseCalls, { wanted, spare, urgency });
  else startNext(queue, wanted);
}

function openCalls({ waiting, blocks }: Queue, now: number): readonly WaitingCall[] {
  return waiting.filter(({ instanceId }) => blocks.openAt(instanceId) <= now);
}

function isUrgent({ priority, urgentAt }: WaitingCall, now: number): boolean {
  return priority === "read" || now >= urgentAt;
}

/**
 * Makes one lease at a time, for all calls that wait when it starts. A more urgent call that arrives meanwhile is
 * served from it.
 */
async function lease(
  queue: Queue,
  leaseCalls: LeaseCalls,
  { wanted, spare, urgency }: { wanted: number; spare: number; urgency: Urgency },
): Promise<void> {
  queue.isLeasing = true;
  // If the shared count cannot be read, this process still keeps to its own.
  const ownCount = { granted: wanted, retryAfterSeconds: 0, left: undefined };
  const { granted, retryAfterSeconds, left } = await leaseCalls(wanted, queue.now(), spare).catch(() => ownCount);
  queue.sharedLeft = left ?? Infinity;
  queue.isLeasing = false;
  if (granted < wanted) {
    const again = queue.now().getTime() + Math.max(1, retryAfterSeconds) * 1000;
    queue.leasableAt[urgency] = again;
    queue.leasableAt.other = Math.max(queue.leasableAt.other, again);
  }
  startNext(queue, Math.min(granted, wanted));
  advance(queue);
}

function startNext(queue: Queue, count: number): void {
  const now = queue.now().getTime();
  for (let started = 0; started < count; started += 1) {
    const call = nextCall(openCalls(queue, now), queue.turns, now);
    if (!call) return;
    queue.waiting = queue.waiting.filter((each) => each !== call);
    queue.served += 1;
    queue.turns.set(call.instanceId, queue.served);
    queue.window.use(now);
    call.start();
  }
}

/**
 * Chooses the next call: urgent calls first, then the instance that was served longest ago, then the oldest call. So
 * the many calls of one instance never delay the few of another.
 */
function nextCall(
  waiting: readonly WaitingCall[],
  turns: ReadonlyMap<string, number>,
  now: number,
): WaitingCall | undefined {
  const rank = (call: WaitingCall): number => (isUrgent(call, now) ? 0 : 1);
  const turn = (call: WaitingCall): number => turns.get(call.instanceId) ?? 0;
  return waiting.toSorted((a, b) => rank(a) - rank(b) || turn(a) - turn(b))[0];
}

function wakeLater(queue: Queue, now: number): void {
  const { window, blocks, leasableAt, waiting, spare } = queue;
  const shared = [window.freeAt(now, 0), window.freeAt(now, spare), leasableAt.urgent, leasableAt.other];
  const own = waiting.flatMap((call) => [call.deadline, call.urgentAt, blocks.openAt(call.instanceId)]);
  const at = [...shared, ...own].reduce((first, each) => (each > now && each < first ? each : first), Infinity);
  if (waiting.length === 0 || at >= queue.wakeAt) return;
  queue.wakeAt = at;
  void wake(queue, at, at - now);
}

async function wake(queue: Queue, at: number, delayMs: number): Promise<void> {
  await queue.wait(delayMs);
  if (queue.wakeAt === at) queue.wakeAt = Infinity;
  advance(queue);
}
