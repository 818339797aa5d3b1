import { type Simulation } from "./simulation";

export interface TimerPlan {
  readonly fire: () => void;
  /** Milliseconds from tick to tick. */
  readonly period: () => number;
  /** When there is something to do for it; Infinity when there is nothing. */
  readonly dueAt: () => number;
}

export interface Timers {
  /** The tables have changed: what is due may be due earlier, or not at all. */
  changed(): void;
  readonly nextAt: () => number;
  readonly fire: () => void;
}

/** Timers that skip the ticks at which they would find nothing to do: a day of waiting costs nothing. */
export function createTimers(sim: Simulation, plans: readonly TimerPlan[]): Timers {
  const timers = plans.map((plan) => ({ plan, lastAt: sim.now(), nextAt: undefined as number | undefined }));

  const tickOf = (timer: (typeof timers)[number]): number => {
    if (timer.nextAt !== undefined) return timer.nextAt;
    const { plan, lastAt } = timer;
    const period = plan.period();
    const earliest = Math.max(plan.dueAt(), lastAt + 1, sim.now());
    timer.nextAt = Math.ceil(earliest / period) * period;
    return timer.nextAt;
  };

  return {
    changed: () => {
      for (const timer of timers) timer.nextAt = undefined;
    },
    nextAt: () => Math.min(...timers.map(tickOf)),
    fire: () => {
      for (const timer of timers) {
        if (tickOf(timer) > sim.now()) continue;
        timer.lastAt = sim.now();
        timer.nextAt = undefined;
        timer.plan.fire();
      }
    },
  };
}
