import { type SourceFailure } from "../../model/sourceAnswer";
import { type JsonAnswer } from "../transport/jsonRequest";
import { type CallWindow, type Closures } from "./callWindow";

/** Whose call it is: `read` has a caller who waits for the answer, `poll` is the poller's own. */
export type CallPriority = "read" | "poll";

export interface CallTurn {
  readonly priority: CallPriority;
  /** Empty for a call about no instance. */
  readonly instanceId: string;
}

/** What all hosts together may send to the source with one subscription key (reference 4.1). */
export interface CallBudget {
  /** Makes the call when its turn has come; a failure `throttled`, and no call, when it does not come in time. */
  readonly call: (turn: CallTurn, make: () => Promise<JsonAnswer>) => Promise<JsonAnswer>;
  /** Calls that this minute has left, as far as this process knows: what others took since its last call is not in it. */
  readonly left: () => number | undefined;
}

/**
 * Asks for calls out of what the hosts share; what is granted is used at once. `spare` of them must stay free for more
 * urgent ones. `retryAfterSeconds` says when to ask again for those that were not granted.
 */
export type LeaseCalls = (
  wanted: number,
  now: Date,
  spare: number,
) => Promise<{ readonly granted: number; readonly retryAfterSeconds: number; readonly left?: number }>;

interface CallQueueDeps {
  readonly window: CallWindow;
  readonly closures: Pick<Closures, "openAt">;
  /** Calls that those that are not urgent leave free. */
  readonly spare: number;
  readonly leaseCalls: LeaseCalls | undefined;
  readonly now: () => Date;
  readonly wait: (delayMs: number) => Promise<void>;
}

interface WaitingCall extends CallTurn {
  /** When a call of the poller becomes as urgent as a read, so that reads never keep it waiting for good. Times in ms. */
  readonly urgentAt: number;
  readonly deadline: number;
  readonly start: (refusal?: SourceFailure) => void;
}

interface Queue extends CallQueueDeps {
  waiting: readonly WaitingCall[];
  /** When each instance was served last, counted in calls; forgotten when nobody waits. */
  readonly turns: Map<string, number>;
  served: number;
  isLeasing: boolean;
  /** When what the hosts share may have calls again: for urgent ones, and for others. */
  readonly leasableAt: { urgent: number; other: number };
  wakeAt: number;
  /** What all hosts had left when this one leased last. */
  sharedLeft: number;
}

/** The calls that wait for their turn. */
interface CallQueue {
  /** The call is started once: to be made, or refused. */
  readonly add: (call: WaitingCall) => void;
  /** To be called when something was closed: calls that wait in vain are refused at once. */
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

/** Starts and refuses what can be by now, and comes back when that may have changed. */
function advance(queue: Queue): void {
  const now = queue.now().getTime();
  refuseLate(queue, now);
  if (!queue.isLeasing) serve(queue, "urgent", now);
  if (!queue.isLeasing) serve(queue, "other", now);
  if (queue.waiting.length === 0) queue.turns.clear();
  wakeLater(queue, now);
}

/** Refuses the calls whose time is up, and at once those whose turn cannot come before it is. */
function refuseLate(queue: Queue, now: number): void {
  const anyAt = Math.max(queue.window.freeAt(now, 0), queue.leasableAt.urgent);
  const earliest = (call: WaitingCall): number => Math.max(anyAt, queue.closures.openAt(call.instanceId));
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

function openCalls({ waiting, closures }: Queue, now: number): readonly WaitingCall[] {
  return waiting.filter(({ instanceId }) => closures.openAt(instanceId) <= now);
}

function isUrgent({ priority, urgentAt }: WaitingCall, now: number): boolean {
  return priority === "read" || now >= urgentAt;
}

/** One lease at a time, for all that wait when it is asked for; who comes meanwhile and is more urgent is served from it. */
async function lease(
  queue: Queue,
  leaseCalls: LeaseCalls,
  { wanted, spare, urgency }: { wanted: number; spare: number; urgency: Urgency },
): Promise<void> {
  queue.isLeasing = true;
  // When the shared count cannot be had, this process still keeps to its own.
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
 * Whose turn it is: an urgent call before others, then the instance that was served longest ago (`turns` counts), then
 * whoever came first. So the many calls of one instance never hold up the few of another.
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
  const { window, closures, leasableAt, waiting, spare } = queue;
  const shared = [window.freeAt(now, 0), window.freeAt(now, spare), leasableAt.urgent, leasableAt.other];
  const own = waiting.flatMap((call) => [call.deadline, call.urgentAt, closures.openAt(call.instanceId)]);
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
