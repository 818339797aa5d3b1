import { chooseItems, isCalled } from "../workflow/chooseItems";
import { type WorkflowItem } from "../workflow/listItems";
import { type Outcome } from "../workflow/model";
import { submitJob } from "../workflow/submitJob";
import { type ControlHandler } from "./controlCall";
import { ControlError } from "./controlError";
import { createFields } from "./createFields";
import { findInstance } from "./findInstance";
import { readRefresh, REFRESH_FIELDS } from "./readRefresh";

/** `POST /_control/refresh`: a job with outcomes of one's choice; it and its tasks run on the simulator's clock. */
export const startRefresh: ControlHandler = ({ simulation: { world }, body }) => {
  const fields = createFields(body, REFRESH_FIELDS);
  const instance = findInstance(world, fields.text("instanceId"));
  const request = readRefresh(fields);
  const choice = chooseItems(instance, world.scene, request);
  if ("unknown" in choice) {
    const field = fields.has("names") ? "names" : "dataSourceId";
    throw new ControlError(400, field, `${field} "${choice.unknown}" is nothing that can be refreshed now.`);
  }
  refuseUnknownOutcomes(request.outcomes, choice.items);
  const { jobId } = submitJob(world, instance, request, choice.items);
  return { jobId, instanceId: instance.instanceId };
};

function refuseUnknownOutcomes(outcomes: ReadonlyMap<string, Outcome>, items: readonly WorkflowItem[]): void {
  for (const name of outcomes.keys())
    if (!items.some((item) => isCalled(item, name) || item.operationType.toLowerCase() === name))
      throw new ControlError(400, `outcomes.${name}`, `outcomes.${name} is no task of this refresh.`);
}
