/** A call of the control interface: its form, its errors, and the instances and items that it names. */
import { type DataSource, type Instance, type Measure, type Segment, type World } from "../world/model";

/** The world that is being simulated; `startOver` replaces it. */
export interface Simulation {
  world: World;
  startOver(seed: number): void;
}

/** A call of the control interface: the parts of its path that vary, and the parsed body (`{}` when there is none). */
interface ControlCall {
  readonly simulation: Simulation;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Returns the JSON of the answer; throws a `ControlError`. */
export type ControlHandler = (call: ControlCall) => unknown;

/** The segment of a name or friendly name, compared without case. Throws when there is none. */
export function findSegment({ segments }: Instance, wanted: string): Segment {
  return find(segments, wanted, "segment", ({ name, friendlyName }) => [name, friendlyName]);
}

/** A control call that cannot be done; `target` is the field, path part or flag that is wrong. */
export class ControlError extends Error {
  readonly status: 400 | 404 | 405 | 409;
  readonly target: string;

  constructor(status: ControlError["status"], target: string, message: string) {
    super(message);
    this.status = status;
    this.target = target;
  }
}

function find<T>(items: readonly T[], wanted: string, kind: string, namesOf: (item: T) => readonly string[]): T {
  const found = items.find((item) => namesOf(item).some((name) => name.toLowerCase() === wanted.toLowerCase()));
  if (found) return found;
  const known = items.map((item) => namesOf(item)[0]).join(", ");
  throw new ControlError(404, "name", `There is no ${kind} "${wanted}"; there are ${known || "none"}.`);
}

export function findMeasure({ measures }: Instance, wanted: string): Measure {
  return find(measures, wanted, "measure", ({ name, displayName }) => [name, displayName]);
}

/** The source of an id, name or friendly name. */
export function findDataSource({ sources }: Instance, wanted: string): DataSource {
  return find(sources, wanted, "data source", ({ dataSourceId, name, friendlyName }) => [
    name,
    dataSourceId,
    friendlyName,
  ]);
}

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
