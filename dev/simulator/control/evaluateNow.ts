import { type Instance, type World } from "../world/model";
import { chooseItems } from "../workflow/chooseItems";
import { type JobRequest } from "../workflow/model";
import { submitJob } from "../workflow/submitJob";
import { ControlError } from "./controlError";

interface Evaluation {
  readonly operationType: "segmentation" | "measures";
  readonly name: string;
  readonly seconds: number | undefined;
}

/** Submits the evaluation of one segment or measure on demand; gives the job's id. */
export function evaluateNow(world: World, instance: Instance, { operationType, name, seconds }: Evaluation): string {
  const request: JobRequest = {
    operationType,
    identifiers: [name],
    jobType: "full",
    submissionKind: "onDemand",
    forced: true,
    runDownstreamAfterMerge: undefined,
    seconds,
    outcomes: new Map(),
  };
  const choice = chooseItems(instance, world.scene, request);
  if ("unknown" in choice) throw new ControlError(409, "name", `${name} cannot be evaluated now.`);
  return submitJob(world, instance, request, choice.items).jobId;
}
