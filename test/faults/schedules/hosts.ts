import { CodedError } from "../../../shared/model/errors";
import { type Chance } from "./chance";
import { type Host, type Run, endRun } from "./host";
import { type Simulation } from "./simulation";
import { type WorldDeps } from "./worldDeps";

/** An error that a run may end with: the world was bad to it. */
export class Misfortune extends Error {}

export interface HostsDeps {
  readonly sim: Simulation;
  readonly chance: Chance;
  readonly say: (text: () => string) => void;
  readonly object: (problem: string) => void;
  readonly depsOf: (run: Run) => WorldDeps;
  readonly onKilled: (host: Host) => void;
}

export interface Hosts {
  start(): void;
  /** On a host picked by chance; undefined when none is up. */
  run(name: string, work: (deps: WorldDeps) => Promise<void>, onEnd: Run["onEnd"]): Run | undefined;
  kill(host: Host): void;
  readonly running: () => number;
  readonly kills: () => number;
}

/** Processes of the app. One that dies takes its runs with it, and another starts some seconds later, knowing nothing. */
export function createHosts({ sim, chance, say, object, depsOf, onKilled }: HostsDeps): Hosts {
  const alive: Host[] = [];
  let started = 0;
  let kills = 0;

  function start(): void {
    started += 1;
    alive.push({ name: `host-${started}`, alive: true, runs: new Set() });
  }

  function kill(host: Host): void {
    kills += 1;
    host.alive = false;
    alive.splice(alive.indexOf(host), 1);
    for (const run of host.runs) endRun(run, "killed", sim.now());
    onKilled(host);
    sim.at(sim.now() + chance.between(1_000, 20_000), start);
  }

  function fail(run: Run, error: unknown): void {
    say(() => `${run.host.name} ${run.name}: threw ${String(error)}`);
    if (!isMisfortune(error)) object(`${run.name} threw ${error instanceof Error ? error.stack : String(error)}`);
    endRun(run, "threw", sim.now());
  }

  return {
    start,
    kill,
    running: () => alive.reduce((sum, { runs }) => sum + runs.size, 0),
    kills: () => kills,
    run: (name, work, onEnd) => {
      if (alive.length === 0) return undefined;
      const host = chance.pick(alive);
      const run: Run = {
        host,
        name,
        startedAt: sim.now(),
        endedAt: undefined,
        end: undefined,
        hasPosted: false,
        disturbed: false,
        onEnd,
      };
      host.runs.add(run);
      say(() => `${host.name} ${name}: begins`);
      work(depsOf(run)).then(
        () => endRun(run, "done", sim.now()),
        (error: unknown) => fail(run, error),
      );
      return run;
    },
  };
}

/** Alone, or the only kind among several. */
function isMisfortune(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isMisfortune);
  return error instanceof Misfortune || (error instanceof CodedError && error.code === "storage-unavailable");
}
