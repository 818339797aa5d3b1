import { type ControlHandler } from "./controlCall";
import { ControlError } from "./controlError";
import { createFields } from "./createFields";
import { evaluateNow } from "./evaluateNow";
import { findSegment } from "./findItem";
import { findInstance } from "./findInstance";

/** `POST /_control/segments/{name}`: how many members the next evaluation finds, and unless told otherwise that evaluation. */
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
