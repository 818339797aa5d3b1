/** The calls that add and remove faults. */
import { FAULT_KINDS, type Fault } from "../world/model";
import { ControlError, type ControlHandler } from "./controlCall";
import { createFields } from "./fields";

/** `POST /_control/faults`: one fault or a list, added to those there are; the first that matches a call hits it. */
export const addFaults: ControlHandler = ({ simulation: { world }, body }) => {
  const list: unknown[] = Array.isArray(body) ? body : [body];
  const faults = list.map((item, index) => readFault(item, Array.isArray(body) ? `[${index}]` : ""));
  world.faults.push(...faults);
  return { faults: world.faults };
};

const FIELDS = ["operation", "pathContains", "instanceId", "kind", "times", "retryAfterSeconds", "delayMs"];

const DEFAULT_DELAY_MS = 2_000;

function readFault(item: unknown, path: string): Fault {
  const fields = createFields(item, FIELDS, path);
  const kind = fields.choice("kind", FAULT_KINDS);
  if (!kind) throw new ControlError(400, `${path}.kind`, `kind is missing; it is one of ${FAULT_KINDS.join(", ")}.`);
  return {
    kind,
    operation: fields.text("operation"),
    pathContains: fields.text("pathContains"),
    instanceId: fields.text("instanceId"),
    timesLeft: fields.integer("times", { lowest: 1 }),
    retryAfterSeconds: fields.integer("retryAfterSeconds", { lowest: 0 }),
    delayMs: fields.integer("delayMs", { lowest: 0, highest: 600_000 }) ?? DEFAULT_DELAY_MS,
  };
}

/** `DELETE /_control/faults` */
export const removeFaults: ControlHandler = ({ simulation: { world } }) => {
  world.faults = [];
  return { faults: [] };
};
