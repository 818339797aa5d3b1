import { type Clock } from "./createClock";
import { createInstance } from "./createInstance";
import { type World } from "./model";
import { recordHistory } from "./recordHistory";
import { DEFAULT_SCENE, type Scene } from "./scene";

const YEAR_MS = 365 * 86_400_000;

interface Beginning {
  readonly seed: number;
  readonly clock: Clock;
  readonly scene?: Scene;
  /** When the past ends, at the latest and by default now. */
  readonly beganAt?: number | undefined;
}

/** Two example companies with a past. The same seed and beginning make the same ids, times and values. */
export function createWorld({ seed, clock, scene = DEFAULT_SCENE, ...rest }: Beginning): World {
  const now = clock.now();
  const { beganAt = now } = rest;
  const createdAt = beganAt - YEAR_MS;
  const world: World = {
    seed,
    clock,
    beganAt,
    now: createdAt,
    scene,
    instances: [
      createInstance({ seed, company: "retail", createdAt }),
      createInstance({ seed, company: "wholesale", createdAt }),
    ],
    faults: [],
    calls: new Map(),
    agenda: [],
    made: 0,
  };
  recordHistory(world, beganAt);
  // A world made again must not give its new jobs the ids of those it ran, and forgot, before.
  world.made += now - beganAt;
  return world;
}
