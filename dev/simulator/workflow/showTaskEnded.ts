import { makeId } from "../random/makeId";
import { type Instance, type World } from "../world/model";
import { evaluateMeasure } from "./evaluateMeasure";
import { evaluateSegment } from "./evaluateSegment";
import { type Task } from "./model";
import { refreshSource } from "./refreshSource";

/**
 * Lets the source, segment or measure show how its task ended. One that was switched off meanwhile stays as it is.
 */
export function showTaskEnded(world: World, instance: Instance, task: Task): void {
  const { operationType, identifier } = task.node;
  const runId = makeId(world.seed, "run", task.taskId, task.tries);
  switch (operationType) {
    case "ingestion":
      refreshSource(world, instance, task);
      return;
    case "segmentation": {
      const segment = instance.segments.find(({ name, isActive }) => isActive && name === identifier);
      if (segment) task.information = evaluateSegment(segment, task, runId);
      return;
    }
    case "measures":
    case "attributeMeasures": {
      const measure = instance.measures.find(({ name, isActive }) => isActive && name === identifier);
      if (measure) task.information = evaluateMeasure(measure, task, runId);
      return;
    }
    case "merge":
      task.information = { kind: "merge" };
      return;
    default:
  }
}
