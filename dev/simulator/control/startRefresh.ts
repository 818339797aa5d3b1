import { type Instance } from "../world/model";
import { chooseItems, isCalled, isOperation } from "../workflow/chooseItems";
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
  refuseOutcomes(instance, request.outcomes, choice.items);
  const { jobId } = submitJob(world, instance, request, choice.items);
  return { jobId, instanceId: instance.instanceId };
};

/** An outcome must be of a task that this refresh starts; one that runs already, for another job, keeps its own. */
function refuseOutcomes(
  instance: Instance,
  outcomes: ReadonlyMap<string, Outcome>,
  items: readonly WorkflowItem[],
): void {
  for (const name of outcomes.keys()) {
    const target = `outcomes.${name}`;
    const meant = items.filter((item) => isCalled(item, name) || isOperation(item, name));
    if (meant.length === 0) throw new ControlError(400, target, `${target} is no task of this refresh.`);
    if (meant.some((item) => isRunning(instance, item)))
      throw new ControlError(409, target, `${target} is running already; its outcome cannot be chosen any more.`);
  }
}

function isRunning({ tasks }: Instance, { operationType, identifier }: WorkflowItem): boolean {
  return tasks.some(
    ({ finished, node }) => !finished && node.operationType === operationType && node.identifier === identifier,
  );
}
