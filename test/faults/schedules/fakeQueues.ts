import { type Queues } from "../../../shared/storage/createQueues";
import { type Queue } from "../../../shared/storage/queue/queue";
import { unavailable } from "../../../shared/storage/unavailable";
import { type FaultDeps } from "./faultyTable";
import { type Host, type Run } from "./host";
import { type Simulation } from "./simulation";

/** The host hides a message it works on for so long, and renews that at half-time (reference/functions-host.md 3.2). */
const LOCK_SECONDS = 600;
/** host.json: until a message that failed shows again, how often it is tried, and how long an idle queue is not asked. */
const RETRY_SECONDS = 30;
const MOST_DEQUEUES = 5;
const LONGEST_POLLING_MS = 2_000;

export type QueueName = keyof Queues;

interface Message {
  readonly queue: QueueName;
  readonly text: string;
  dequeues: number;
  holder: Host | undefined;
}

export interface QueueDeps extends FaultDeps {
  readonly sim: Simulation;
  /** Runs the queue's handler on some host; undefined when no host is up. */
  readonly handle: (queue: QueueName, text: string, onEnd: Run["onEnd"]) => Run | undefined;
}

export interface FakeQueues {
  /** The queues as one run sees them. */
  of(run: Run): Queues;
  /** Gives back what a dead host held, once its locks are over. */
  release(host: Host): void;
  /** Messages that are not done with. */
  readonly waiting: () => number;
}

const FAULTS = ["busy", "answer-lost", "repeated", "late"] as const;

export function fakeQueues(deps: QueueDeps): FakeQueues {
  const { sim, steps, chance, weather, say, handle } = deps;
  const messages = new Set<Message>();
  const name = ({ queue, text }: Message): string => `message on ${queue} ${text.slice(-60)}`;

  function showAt(message: Message, time: number): void {
    sim.at(time + chance.between(0, LONGEST_POLLING_MS), () => offer(message));
  }

  function put(queue: QueueName, text: string, delaySeconds: number): void {
    const message: Message = { queue, text, dequeues: 0, holder: undefined };
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

  function offer(message: Message): void {
    if (!messages.has(message) || message.holder) return;
    const run = handle(message.queue, message.text, (end) => settle(message, end));
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
    if (message.dequeues < MOST_DEQUEUES) return showAt(message, sim.now() + RETRY_SECONDS * 1_000);
    say(() => `${name(message)} is poison`);
    messages.delete(message);
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
    release: (host) => {
      for (const message of messages)
        if (message.holder === host) {
          message.holder = undefined;
          showAt(message, sim.now() + chance.between(LOCK_SECONDS / 2, LOCK_SECONDS) * 1_000);
        }
    },
  };
}
