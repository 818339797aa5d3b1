/** The calls that set a segment's count or a measure's value and evaluate it. */
import { chooseItems } from "../workflow/items";
import { submitJob } from "../workflow/jobSubmission";
import { type JobRequest } from "../world/jobs";
import { type Instance, type World } from "../world/model";
import { ControlError, type ControlHandler, findInstance, findMeasure, findSegment } from "./controlCall";
import { type Fields, createFields } from "./fields";

/**
 * `POST /_control/measures/{name}` sets the value that the next evaluation finds, and by default starts that
 * evaluation.
 */
export const changeMeasure: ControlHandler = ({ simulation: { world }, parameters, body }) => {
  const fields = createFields(body, ["instanceId", "value", "evaluate", "durationSeconds"]);
  const instance = findInstance(world, fields.text("instanceId"));
  const measure = findMeasure(instance, parameters["name"] ?? "");
  if (measure.shape !== "scalar" && measure.shape !== "manualScalar")
    throw new ControlError(400, "name", `${measure.name} is no single value (its shape is ${measure.shape}).`);
  const nextValue = readValue(fields);
  const isWanted = fields.flag("evaluate") ?? true;
  if (isWanted && !measure.isActive)
    throw new ControlError(409, "name", `The measure ${measure.name} is deactivated; it cannot be evaluated.`);
  measure.nextValue = nextValue;
  const seconds = fields.number("durationSeconds", { lowest: 0, highest: 86_400 });
  return {
    instanceId: instance.instanceId,
    name: measure.name,
    nextValue,
    ...(isWanted
      ? { jobId: evaluateNow(world, instance, { operationType: "measures", name: measure.name, seconds }) }
      : {}),
  };
};

/** The value is a number, or a text that the service might write in its place. */
function readValue(fields: Fields): string {
  if (!fields.has("value")) throw new ControlError(400, "value", "value is missing; it is a number or a text.");
  return fields.isNumber("value")
    ? String(fields.number("value", { lowest: -Infinity }))
    : (fields.text("value") ?? "");
}

interface Evaluation {
  readonly operationType: "segmentation" | "measures";
  readonly name: string;
  readonly seconds: number | undefined;
}

/** Submits the evaluation of one segment or measure on demand; gives the job's id. */
function evaluateNow(world: World, instance: Instance, { operationType, name, seconds }: Evaluation): string {
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

/**
 * `POST /_control/segments/{name}` sets the number of members that the next evaluation finds, and by default starts
 * that evaluation.
 */
export const changeSegment: ControlHandler = ({ simulation: { world }, parameters, body }) => {
  const fields = createFields(body, ["instanceId", "count", "evaluate", "durationSeconds"]);
  const instance = findInstance(world, fields.text("instanceId"));
  const segment = findSegment(instance, parameters["name"] ?? "");
  const nextCount = fields.integer("count", { lowest: 0 });
  if (nextCount === undefined) throw new ControlError(400, "count", "count is missing.");
  const isWanted = fields.flag("evaluate") ?? true;
  if (isWanted && !segment.isActive)
    throw new ControlError(409, "name", `The segment ${segment.name} is deactivated; it cannot be evaluated.`);
  segment.nextCount = nextCount;
  const seconds = fields.number("durationSeconds", { lowest: 0, highest: 86_400 });
  return {
    instanceId: instance.instanceId,
    name: segment.name,
    nextCount,
    ...(isWanted
      ? { jobId: evaluateNow(world, instance, { operationType: "segmentation", name: segment.name, seconds }) }
      : {}),
  };
};
