import { type ControlHandler } from "./controlCall";
import { ControlError } from "./controlError";
import { createFields, type Fields } from "./createFields";
import { evaluateNow } from "./evaluateNow";
import { findMeasure } from "./findItem";
import { findInstance } from "./findInstance";

/** `POST /_control/measures/{name}`: the value the next evaluation finds, and unless told otherwise that evaluation. */
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

/** A number, or a text for what the service might write instead of one. */
function readValue(fields: Fields): string {
  if (!fields.has("value")) throw new ControlError(400, "value", "value is missing; it is a number or a text.");
  return fields.isNumber("value")
    ? String(fields.number("value", { lowest: -Infinity }))
    : (fields.text("value") ?? "");
}
