import { makeId } from "../random/makeId";
import { type DataSource, type Measure, type Segment, type World } from "../world/model";

type Item = DataSource | Segment | Measure;

/** A copy of an item as if it had just been made; a source gets another id, the others are known by their name. */
export function makeAnew(item: Item, world: World): Item {
  const audit = { version: 1, createdAt: world.now, updatedAt: world.now, isActive: true };
  if ("dataSourceId" in item) {
    const dataSourceId = makeId(world.seed, "source", (world.made += 1));
    return { ...item, ...audit, dataSourceId, refreshState: "notUpdated", lastRefresh: undefined };
  }
  if ("rankedBy" in item)
    return {
      ...item,
      ...audit,
      evaluation: { jobStatus: "None", evaluatedAt: undefined, count: 0, runId: undefined, error: undefined },
      history: [],
    };
  return {
    ...item,
    ...audit,
    evaluation: { state: "none", endedAt: undefined, runId: undefined, error: undefined },
    output: undefined,
    lastSuccessAt: undefined,
    consecutiveFailures: 0,
    evaluationHistory: [],
    outputHistory: [],
  };
}
