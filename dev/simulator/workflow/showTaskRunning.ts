import { type Instance } from "../world/model";
import { findSource } from "./findSource";
import { type Task } from "./model";

/** Lets the source, segment or measure show that its task runs; the last result stays until there is a new one. */
export function showTaskRunning(instance: Instance, task: Task): void {
  const { operationType, identifier } = task.node;
  if (operationType === "ingestion") {
    const source = findSource(instance, identifier);
    if (source) source.refreshState = "updating";
  }
  if (operationType === "segmentation") {
    const segment = instance.segments.find(({ name, isActive }) => isActive && name === identifier);
    if (segment) segment.evaluation = { ...segment.evaluation, jobStatus: "Running", error: undefined };
  }
  if (operationType === "measures" || operationType === "attributeMeasures") {
    const measure = instance.measures.find(({ name, isActive }) => isActive && name === identifier);
    if (measure) measure.evaluation = { ...measure.evaluation, state: "running", error: undefined };
  }
}
