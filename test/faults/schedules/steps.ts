import { type Chance } from "./chance";
import { type Run } from "./host";
import { type Simulation } from "./simulation";
import { type Weather } from "./weather";

type CallKind = "read" | "write" | "send" | "source" | "post";

interface Call {
  readonly name: string;
  readonly kind: CallKind;
  /** Until it is done at the other side; some milliseconds where it is not given. */
  readonly latencyMs?: number;
}

export interface StepDeps {
  readonly sim: Simulation;
  readonly chance: Chance;
  readonly weather: () => Weather;
  readonly kill: (run: Run) => void;
  readonly say: (text: () => string) => void;
}

/** Every call of a handler to the outside waits here until the scheduler lets it go on. */
export interface Steps {
  /** `act` is done at the other side, or is not: the host may die before, after, or while the answer is on its way. */
  take<T>(run: Run, call: Call, act: () => T | Promise<T>): Promise<T>;
  /** So long, while the host is alive. */
  pause(run: Run, delayMs: number): Promise<void>;
  /** The process whose call is being done right now. */
  readonly actor: () => Run | undefined;
  /** Does `act` later, whatever became of the run meanwhile: the request was on its way. */
  later(run: Run, name: string, act: () => void): void;
}

const KILL_SHARE: Readonly<Record<CallKind, number>> = { read: 0.25, source: 0.25, write: 1, send: 1, post: 1 };
/** The time for which the SDK tries, and for which the source's client waits. */
const LONGEST_SLOW_MS: Readonly<Record<CallKind, number>> = {
  read: 40_000,
  write: 40_000,
  send: 40_000,
  source: 9_000,
  post: 0,
};

export function createSteps({ sim, chance, weather, kill, say }: StepDeps): Steps {
  let current: Run | undefined;

  function actAs<T>(run: Run, act: () => T): T {
    current = run;
    try {
      return act();
    } finally {
      current = undefined;
    }
  }

  /** Mostly quick; a slow one may be slow on its way there or back. */
  function slowness(run: Run, kind: CallKind): number {
    if (!chance.hit(weather().slow) || LONGEST_SLOW_MS[kind] === 0) return 0;
    if (run.hasPosted) run.disturbed = true;
    return chance.between(1_000, LONGEST_SLOW_MS[kind]);
  }

  return {
    actor: () => current,
    pause: (run, delayMs) =>
      new Promise((resolve) => {
        sim.at(sim.now() + delayMs, () => {
          if (run.host.alive) resolve();
        });
      }),
    later: (run, name, act) => {
      sim.at(sim.now() + chance.between(1, 20_000), () => {
        say(() => `${run.host.name} ${run.name}: ${name} arrives late`);
        actAs(run, act);
      });
    },
    take: (run, { name, kind, latencyMs }, act) =>
      new Promise((resolve, reject) => {
        const slow = slowness(run, kind);
        const slowThere = chance.hit(0.5);
        const wait = latencyMs ?? chance.between(1, 30);
        sim.at(sim.now() + wait + (slowThere ? slow : 0), () => {
          const label = (): string => `${run.host.name} ${run.name}: ${name}`;
          if (!run.host.alive && chance.hit(0.5)) return say(() => `${label()} lost with its host`);
          const dies = run.host.alive && chance.hit(weather().kill * KILL_SHARE[kind]);
          if (dies && chance.hit(0.5)) {
            say(() => `${label()} KILLED before`);
            return kill(run);
          }
          const done = settle(() => actAs(run, act));
          say(() => `${label()}${dies ? " KILLED after" : ""}${slow ? ` (slow, ${slow} ms)` : ""}`);
          if (dies) return kill(run);
          const answer = (): void => {
            if (run.host.alive) done.then(resolve, reject);
          };
          if (slow && !slowThere) sim.at(sim.now() + slow, answer);
          else answer();
        });
      }),
  };
}

/** What is not awaited, because its host died, is nobody's unhandled rejection. */
function settle<T>(act: () => T | Promise<T>): Promise<T> {
  const done = new Promise<T>((resolve) => {
    resolve(act());
  });
  done.catch(() => undefined);
  return done;
}
