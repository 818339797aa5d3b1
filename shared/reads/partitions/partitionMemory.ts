import { type PartitionSet } from "../../model/entity";
import { type EntityRequest } from "../entities/findEntity";

/** What this process has lately read of entities' partitions, so that each page does not cost two calls to the source. */
export interface PartitionMemory {
  readonly recall: (entity: EntityRequest, now: Date) => PartitionSet | undefined;
  readonly keep: (entity: EntityRequest, set: PartitionSet, now: Date) => void;
}

/** As long as a refresh may go unseen. Addresses with credentials are kept no longer either. */
const KEPT_MS = 60_000;
const MOST_KEPT = 50;

export function createPartitionMemory(): PartitionMemory {
  const kept = new Map<string, { readonly set: PartitionSet; readonly until: number }>();
  return {
    recall: (entity, now) => {
      const found = kept.get(toKey(entity));
      return found && found.until > now.getTime() ? found.set : undefined;
    },
    keep: (entity, set, now) => {
      const at = now.getTime();
      for (const [key, { until }] of kept) if (until <= at) kept.delete(key);
      const [oldest] = kept.keys();
      if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(toKey(entity), { set, until: at + KEPT_MS });
    },
  };
}

function toKey({ instanceId, entity }: EntityRequest): string {
  return `${instanceId} ${entity.toLowerCase()}`;
}
