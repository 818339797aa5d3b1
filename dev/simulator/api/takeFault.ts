import { type Fault } from "../world/fault";
import { type World } from "../world/model";

interface FaultTarget {
  readonly operationId: string;
  readonly path: string;
  readonly instanceId: string | undefined;
}

/** The first fault that hits this call, counted down; undefined when none does. */
export function takeFault(world: World, target: FaultTarget): Fault | undefined {
  const fault = world.faults.find((candidate) => hits(candidate, target));
  if (fault?.timesLeft !== undefined) {
    fault.timesLeft -= 1;
    if (fault.timesLeft === 0) world.faults = world.faults.filter((other) => other !== fault);
  }
  return fault;
}

function hits({ operation, pathContains, instanceId }: Fault, target: FaultTarget): boolean {
  return (
    (operation === undefined || operation.toLowerCase() === target.operationId.toLowerCase()) &&
    (pathContains === undefined || target.path.includes(pathContains)) &&
    (instanceId === undefined || instanceId.toLowerCase() === target.instanceId)
  );
}
