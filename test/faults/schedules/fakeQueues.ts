import { unavailable } from "../../../shared/storage/client/failures";
import { type Queue, type Queues } from "../../../shared/storage/createQueues";
import { type Chance } from "./chance";
import { type FaultDeps } from "./faultyTable";
import { type Host, type Run } from "./host";
import { type Simulation } from "./simulation";

/** The host hides a message it works on for so long, and renews that at half-time (docs/functions-host.md, "Leases"). */
const LOCK_SECONDS = 600;
/** host.json: until a message that failed shows again, how often it is tried, and how long an idle queue is not asked. */
const RETRY_SECONDS = 30;
const MOST_DEQUEUES = 5;
const LONGEST_POLLING_MS = 2_000;

export type QueueName = keyof Queues;

/** What the host hands to a handler. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly queue: QueueName;
  /** On the queue's poison queue: the copy of a message that the host gave up. */
  readonly isPoison: boolean;
  readonly text: string;
  readonly insertedAt: number;
  /** A task that our own fault makes fail each time, until it is mended. */
  readonly isIllFated: boolean;
}

interface Message extends QueuedMessage {
  dequeues: number;
  holder: Host | undefined;
}

export interface QueueDeps extends FaultDeps {
  readonly sim: Simulation;
  /** Runs the queue's handler on some host; undefined when no host is up. */
  readonly handle: (message: QueuedMessage, onEnd: Run["onEnd"]) => Run | undefined;
  /** Decides which messages are ill-fated, apart from all else. */
  readonly fate: Chance;
}

export interface FakeQueues {
  /** The queues as one run sees them. */
  of(run: Run): Queues;
  /** Gives back what a dead host held, once its locks are over. */
  release(host: Host): void;
  /** Messages that are not done with. */
  readonly waiting: () => number;
  /** All that ever came to a poison queue. */
  readonly poisoned: () => readonly QueuedMessage[];
}

const FAULTS = ["busy", "answer-lost", "repeated", "late"] as const;

export function fakeQueues(deps: QueueDeps): FakeQueues {
  const { sim, steps, chance, weather, say, handle, fate } = deps;
  const messages = new Set<Message>();
  const poisoned: QueuedMessage[] = [];
  /** Whatever fails with every task about it. */
  const broken = new Set<string>();
  let made = 0;
  const name = (message: QueuedMessage): string => `message on ${nameOf(message)}`;

  function showAt(message: Message, time: number): void {
    sim.at(time + chance.between(0, LONGEST_POLLING_MS), () => offer(message));
  }

  function put(queue: QueueName, text: string, delaySeconds: number): void {
    const message = aMessage({ queue, text, isPoison: false, isIllFated: isIllFated(queue, text) });
    if (chance.hit(weather().gone)) return say(() => `  fault: ${name(message)} is gone`);
    messages.add(message);
    showAt(message, sim.now() + delaySeconds * 1_000);
    if (chance.hit(weather().twice)) {
      const again: Message = { ...message };
      messages.add(again);
      showAt(again, sim.now() + delaySeconds * 1_000);
      say(() => `  fault: ${name(message)} comes twice`);
    }
  }

  /** Alone, or with all that its queue will ever hold about the same thing. */
  function isIllFated(queue: QueueName, text: string): boolean {
    const { eventId, instanceId, redriveId } = JSON.parse(text) as Readonly<Record<string, string | undefined>>;
    const about = `${queue} ${eventId ?? instanceId ?? redriveId}`;
    if (broken.has(about)) return true;
    if (!fate.hit(weather().broken)) return false;
    if (fate.hit(0.5)) broken.add(about);
    return true;
  }

  function aMessage(given: Pick<QueuedMessage, "queue" | "text" | "isPoison" | "isIllFated">): Message {
    made += 1;
    return { messageId: `message-${made}`, insertedAt: sim.now(), ...given, dequeues: 0, holder: undefined };
  }

  /** The host copies it to the poison queue, under another id. */
  function giveUp(message: Message): void {
    say(() => `${name(message)} is poison`);
    messages.delete(message);
    const copy = aMessage({ queue: message.queue, text: message.text, isPoison: true, isIllFated: false });
    messages.add(copy);
    poisoned.push(copy);
    showAt(copy, sim.now());
  }

  function offer(message: Message): void {
    if (!messages.has(message) || message.holder) return;
    // Its host died at the last try.
    if (message.dequeues >= MOST_DEQUEUES && !message.isPoison) return giveUp(message);
    const run = handle(message, (end) => settle(message, end));
    if (!run) return showAt(message, sim.now() + 1_000);
    message.dequeues += 1;
    message.holder = run.host;
    const handled = run;
    ends.set(message, () => remove(message, handled));
  }

  const ends = new Map<Message, () => void>();

  /** A run's end; a host's death is told by `release`. */
  function settle(message: Message, end: "done" | "threw" | "killed"): void {
    if (end === "done") return ends.get(message)?.();
    if (end === "killed") return undefined;
    message.holder = undefined;
    // There is no poison queue of a poison queue: what fails there is hidden for as long as it was locked.
    const waitSeconds = message.isPoison ? LOCK_SECONDS : RETRY_SECONDS;
    if (message.isPoison || message.dequeues < MOST_DEQUEUES) showAt(message, sim.now() + waitSeconds * 1_000);
    else giveUp(message);
  }

  /** What cannot be deleted shows again when its lock is over. */
  function remove(message: Message, run: Run): void {
    const call = { name: `delete ${name(message)}`, kind: "send" } as const;
    void steps.take(run, call, () => {
      // Somebody else has it since: the receipt is of no use any more.
      if (message.holder !== run.host) return;
      message.holder = undefined;
      if (!chance.hit(weather().send)) messages.delete(message);
      else {
        say(() => `  fault: not deleted`);
        showAt(message, sim.now() + LOCK_SECONDS * 1_000);
      }
    });
  }

  function sendTo(queue: QueueName, run: Run): Queue {
    return {
      name: queue,
      peek: () => Promise.resolve([]),
      send: (text, delaySeconds) =>
        steps.take(run, { name: `send ${queue} ${text.slice(-60)} +${delaySeconds} s`, kind: "send" }, () => {
          const act = (): void => put(queue, text, delaySeconds);
          if (!chance.hit(weather().send)) return act();
          if (run.hasPosted) run.disturbed = true;
          const fault = chance.pick(FAULTS);
          say(() => `  fault: ${fault}`);
          if (fault === "late") steps.later(run, `send ${queue}`, act);
          if (fault === "repeated" || fault === "answer-lost") act();
          if (fault === "repeated") return act();
          throw unavailable(queue, new Error(`injected: ${fault}`));
        }),
    };
  }

  return {
    of: (run) => ({
      polls: sendTo("polls", run),
      events: sendTo("events", run),
      deliveries: sendTo("deliveries", run),
      slowDeliveries: sendTo("slowDeliveries", run),
      redrives: sendTo("redrives", run),
    }),
    waiting: () => messages.size,
    poisoned: () => poisoned,
    release: (host) => {
      for (const message of messages)
        if (message.holder === host) {
          message.holder = undefined;
          showAt(message, sim.now() + chance.between(LOCK_SECONDS / 2, LOCK_SECONDS) * 1_000);
        }
    },
  };
}

/** For the trace: its queue, and the end of its text. */
export function nameOf({ queue, isPoison, text }: QueuedMessage): string {
  return `${queue}${isPoison ? "-poison" : ""} ${text.slice(-60)}`;
}
