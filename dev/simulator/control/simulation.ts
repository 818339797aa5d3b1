import { type World } from "../world/model";

/** The world that is being simulated; `startOver` replaces it. */
export interface Simulation {
  world: World;
  startOver(seed: number): void;
}
