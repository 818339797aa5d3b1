import { type LeaseCalls } from "./callBudget";
import { type CallWindow } from "./createCallWindow";
import { type Closures } from "./createClosures";
import { type WaitingCall, isUrgent, nextCall } from "./waitingCall";

interface CallQueueDeps {
  readonly window: CallWindow;
  readonly closures: Pick<Closures, "openAt">;
  /** Calls that those that are not urgent leave free. */
  readonly spare: number;
  readonly leaseCalls: LeaseCalls | undefined;
  readonly now: () => Date;
  readonly wait: (delayMs: number) => Promise<void>;
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

type Urgency = keyof Queue["leasableAt"];

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

function serve(queue: Queue, urgency: Urgency, now: number): void {
  const spare = urgency === "urgent" ? 0 : queue.spare;
  const calls = openCalls(queue, now).filter((call) => urgency === "other" || isUrgent(call, now));
  const wanted = Math.min(calls.length, queue.window.free(now, spare));
  if (wanted === 0 || queue.leasableAt[urgency] > now) return;
  if (queue.leaseCalls) void lease(queue, queue.leaseCalls, { wanted, spare, urgency });
  else startNext(queue, wanted);
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

function openCalls({ waiting, closures }: Queue, now: number): readonly WaitingCall[] {
  return waiting.filter(({ instanceId }) => closures.openAt(instanceId) <= now);
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
