import { chanceFrom } from "./chance";
import { checkWorld } from "./checkWorld";
import { someStory } from "./story";
import { someWeather } from "./weather";
import { createWorld } from "./world";

export interface ScheduleResult {
  readonly seed: number;
  /** What must not be; empty when all is well. */
  readonly problems: readonly string[];
  readonly steps: number;
  readonly kills: number;
  readonly events: number;
  readonly posts: number;
  readonly duplicates: number;
  /** Tasks that the host gave up. */
  readonly poisoned: number;
}

/** One schedule: a story, a world with bad weather, and what is to be said of it afterwards. All of it follows from the seed. */
export async function runSchedule(seed: number, listen?: (now: number, text: string) => void): Promise<ScheduleResult> {
  const story = someStory(chanceFrom(seed, "story"));
  const weather = someWeather(chanceFrom(seed, "weather"));
  const world = createWorld({
    story,
    weather,
    chance: chanceFrom(seed, "schedule"),
    fate: chanceFrom(seed, "poison"),
    listen,
  });
  await world.live();
  const problems = world.problems.length > 0 ? world.problems : checkWorld(world);
  const { steps, kills } = world.counts();
  const posts = [...world.deliveries.all()].reduce((sum, each) => sum + each.posts.length, 0);
  const duplicates = world.deliveries.duplicates();
  return {
    seed,
    problems,
    steps,
    kills,
    events: world.state.events.length,
    posts,
    duplicates,
    poisoned: world.poisoned().length,
  };
}
