import { type Instance, type World } from "../world/model";
import { ControlError } from "./controlError";

/** The instance of an id or name; the first when none is given. */
export function findInstance(world: World, wanted: string | undefined, target = "instanceId"): Instance {
  const key = wanted?.toLowerCase();
  const found = world.instances.find(
    ({ instanceId, name }) => key === undefined || instanceId === key || name?.toLowerCase() === key,
  );
  if (found) return found;
  const known = world.instances.map(({ instanceId, name }) => `${name} (${instanceId})`).join(", ");
  throw new ControlError(400, target, `${target} "${wanted}" is no instance; there are ${known}.`);
}
