import { type Crossing, type DetectedEvent, type Trigger } from "../../model/event";
import { type Direction } from "../../model/subscription";
import { ANY_RESOURCE, hashResource } from "../../subscriptions/hashResource";
import { prefixRange } from "../keys/prefixRange";
import { resourcePrefix, thresholdPrefix } from "../keys/subscriptionKeys";
import { type RowRange } from "../table/table";

/**
 * Where the subscriptions stand that an event may be for: those to its resource and those to any; of a value's step, those
 * whose threshold it crosses. These always name their resource.
 */
export function eventRanges({ trigger, resource, crossing }: DetectedEvent): readonly RowRange[] {
  const resourceHash = hashResource(resource);
  if (crossing) return crossedRanges(trigger, resourceHash, crossing);
  const hashes = new Set([resourceHash, ANY_RESOURCE]);
  return [...hashes].map((hash) => prefixRange(resourcePrefix(trigger, hash)));
}

/** Equality counts as below (reference/customer-insights-api.md 3.3): up, previous ≤ T < current; down, current < T ≤ previous. */
function crossedRanges(trigger: Trigger, resourceHash: string, { previous, current }: Crossing): readonly RowRange[] {
  if (previous === current) return [];
  const isUp = current > previous;
  const directions: readonly Direction[] = isUp ? ["above", "either"] : ["below", "either"];
  const at = (value: number, direction: Direction): RowRange =>
    prefixRange(thresholdPrefix({ trigger, resourceHash, threshold: { value, direction } }));
  return directions.map((direction) =>
    isUp
      ? { from: at(previous, direction).from, before: at(current, direction).from }
      : { from: at(current, direction).before, before: at(previous, direction).before },
  );
}
