import { type DataSource, type Instance, type Measure, type Segment } from "../world/model";
import { ControlError } from "./controlError";

/** The segment of a name or friendly name, compared without case. Throws when there is none. */
export function findSegment({ segments }: Instance, wanted: string): Segment {
  return find(segments, wanted, "segment", ({ name, friendlyName }) => [name, friendlyName]);
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

function find<T>(items: readonly T[], wanted: string, kind: string, namesOf: (item: T) => readonly string[]): T {
  const found = items.find((item) => namesOf(item).some((name) => name.toLowerCase() === wanted.toLowerCase()));
  if (found) return found;
  const known = items.map((item) => namesOf(item)[0]).join(", ");
  throw new ControlError(404, "name", `There is no ${kind} "${wanted}"; there are ${known || "none"}.`);
}
