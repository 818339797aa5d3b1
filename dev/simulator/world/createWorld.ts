import { type Clock } from "./createClock";
import { createInstance } from "./createInstance";
import { type World } from "./model";
import { recordHistory } from "./recordHistory";
import { DEFAULT_SCENE, type Scene } from "./scene";

const YEAR_MS = 365 * 86_400_000;

/** Two example companies with a past. The same seed and start make the same ids, times and values. */
export function createWorld(seed: number, clock: Clock, scene: Scene = DEFAULT_SCENE): World {
  const startAt = clock.now();
  const createdAt = startAt - YEAR_MS;
  const world: World = {
    seed,
    clock,
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
  recordHistory(world, startAt);
  return world;
}
