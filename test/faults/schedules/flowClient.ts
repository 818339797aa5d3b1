import { type SubscriptionKey } from "../../../shared/model/subscription";
import { subscribe } from "../../../shared/subscriptions/subscribe";
import { toSubscriptionId } from "../../../shared/subscriptions/subscriptionId";
import { unsubscribe } from "../../../shared/subscriptions/unsubscribe";
import { type Chance } from "./chance";
import { type Simulation } from "./simulation";
import { type FlowPlan, type FlowStep, type Wish } from "./story";
import { type Run } from "./host";
import { Misfortune } from "./hosts";
import { type WorldDeps } from "./worldDeps";

/** What a flow asked for, and when it was told that it is done. */
export interface FlowDeed {
  readonly wish: Wish | undefined;
  readonly deletesOld: boolean;
  readonly askedAt: number;
  ackedAt: number;
}

export interface FlowLog {
  readonly plan: FlowPlan;
  readonly deeds: FlowDeed[];
  /** Requests that got no answer: what they do may happen any time. */
  unanswered: number;
}

export interface ClientDeps {
  readonly sim: Simulation;
  readonly chance: Chance;
  /** Runs a request on some host; false when none is up. */
  readonly request: (name: string, work: (deps: WorldDeps) => Promise<void>, onEnd: Run["onEnd"]) => boolean;
}

const PATIENCE_MS = 60_000;
/** The time between a request and its repetition: a subscribe's calls take about as long. */
const MOST_APART_MS = 200;
const CONNECTION = "connection";

/** Plays a flow's part as the platform does: each request again and again until it is answered, then the next. */
export function playFlow(plan: FlowPlan, deps: ClientDeps): FlowLog {
  const { sim, chance, request } = deps;
  const log: FlowLog = { plan, deeds: [], unanswered: 0 };
  let current: SubscriptionKey | undefined;

  function play([step, ...rest]: readonly FlowStep[]): void {
    if (!step) return;
    sim.at(step.at, () => {
      const deed: FlowDeed = {
        wish: step.kind === "subscribe" ? step.wish : undefined,
        deletesOld: step.kind === "subscribe" && step.deletesOld,
        askedAt: sim.now(),
        ackedAt: Infinity,
      };
      log.deeds.push(deed);
      const next = (): void => {
        deed.ackedAt = sim.now();
        play(rest);
      };
      if (step.kind === "unsubscribe") return end(current, next);
      const old = step.deletesOld ? current : undefined;
      begin(step.wish, () => (old ? end(old, next) : next()), deed);
    });
  }

  function begin(wish: Wish, next: () => void, deed: FlowDeed): void {
    ask(
      `subscribe ${plan.url}`,
      async (world) => {
        const result = await subscribe({ ...wish, callbackUrl: plan.url, connection: CONNECTION }, world);
        if (result.outcome === "refused") throw new Misfortune(JSON.stringify(result.refusal));
        return result.key;
      },
      (made) => {
        current = made;
        deed.ackedAt = sim.now();
        next();
      },
    );
  }

  function end(key: SubscriptionKey | undefined, next: () => void): void {
    if (!key) return next();
    ask(`unsubscribe ${plan.url}`, (world) => unsubscribe(toSubscriptionId(key), world), next);
  }

  /** The first answer counts, also where a proxy has sent the request twice. */
  function ask<T>(name: string, work: (deps: WorldDeps) => Promise<T>, next: (made: T) => void): void {
    let isOver = false;
    let sent = 0;
    const again = (): void => {
      if (isOver) return;
      isOver = true;
      sim.at(sim.now() + chance.between(1_000, 8_000), () => ask(name, work, next));
    };
    const send = (): void => {
      const done: T[] = [];
      const keep = async (world: WorldDeps): Promise<void> => void done.push(await work(world));
      sent += 1;
      if (sent > 1) log.unanswered += 1;
      const isTaken = request(name, keep, (how) => {
        if (isOver) return;
        if (how !== "done") {
          log.unanswered += 1;
          return again();
        }
        isOver = true;
        return done.forEach(next);
      });
      if (!isTaken) again();
    };
    send();
    if (plan.sentTwice) sim.at(sim.now() + chance.between(0, MOST_APART_MS), send);
    sim.at(sim.now() + PATIENCE_MS, () => {
      if (!isOver) log.unanswered += 1;
      again();
    });
  }

  play(plan.steps);
  return log;
}
