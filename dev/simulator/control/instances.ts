/** The calls that change or reset an instance. */
import { createInstance } from "../world/instance";
import { type Instance } from "../world/model";
import { makeId } from "../world/random";
import { ControlError, type ControlHandler, findInstance } from "./controlCall";
import { createFields } from "./fields";

const PROVISIONING_STATES = [
  "new",
  "creating",
  "active",
  "createFailed",
  "updateFailed",
  "deleting",
  "refreshCredentials",
  "resetInstanceInProgress",
  "updating",
  "quickUpdate",
  "deactivated",
] as const;

/** `POST /_control/instances/{id}` changes the name, which may be null, and the provisioning state. */
export const changeInstance: ControlHandler = ({ simulation: { world }, parameters, body }) => {
  const fields = createFields(body, ["name", "provisioningState"]);
  const instance = findInstance(world, parameters["id"], "id");
  const name = fields.isNull("name") ? null : fields.text("name");
  const provisioningState = fields.choice("provisioningState", PROVISIONING_STATES);
  if (name === undefined && provisioningState === undefined)
    throw new ControlError(400, "provisioningState", "name or provisioningState is needed.");
  if (name !== undefined) instance.name = name;
  if (provisioningState !== undefined) instance.provisioningState = provisioningState;
  instance.version += 1;
  instance.updatedAt = world.now;
  return { instanceId: instance.instanceId, name: instance.name, provisioningState: instance.provisioningState };
};

/**
 * `POST /_control/instances/{id}/reset` starts the environment anew under another id; the old id is unknown from now
 * on.
 */
export const resetInstance: ControlHandler = ({ simulation: { world }, parameters, body }) => {
  createFields(body, []);
  const old = findInstance(world, parameters["id"], "id");
  const made = createInstance({ seed: world.seed, company: old.company, createdAt: world.now });
  const instance: Instance = {
    ...made,
    name: old.name,
    instanceId: makeId(world.seed, old.company, "instance", (world.made += 1)),
  };
  world.instances.splice(world.instances.indexOf(old), 1, instance);
  // The work of the old environment ends with it.
  world.agenda.splice(0, world.agenda.length, ...world.agenda.filter((item) => item.instance !== old));
  return { oldInstanceId: old.instanceId, instanceId: instance.instanceId, name: instance.name };
};
