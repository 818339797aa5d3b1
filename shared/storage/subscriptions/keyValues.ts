import { type Trigger } from "../../model/event";
import { type SubscriptionKey } from "../../model/subscription";
import { parseThresholdKey, thresholdKey } from "../../model/threshold";
import { TEXT, TRIGGER } from "../rows/rowSchema";
import { type Values } from "../table/table";

/** A subscription's key in columns of a row that is not its own. */
export interface KeyRow {
  readonly instanceId: string;
  readonly trigger: Trigger;
  readonly resourceHash: string;
  /** As in its row key: one letter, and ordered hex, which every store keeps to the last bit. */
  readonly direction?: string;
  readonly threshold?: string;
  readonly random: string;
}

export const KEY_COLUMNS = { instanceId: TEXT, trigger: TRIGGER, resourceHash: TEXT, random: TEXT };
export const OPTIONAL_KEY_COLUMNS = { direction: TEXT, threshold: TEXT };

/** Undefined when direction and threshold are none. */
export function toKey(row: KeyRow): SubscriptionKey | undefined {
  const { instanceId, trigger, resourceHash, direction, threshold: hex = "", random } = row;
  if (direction === undefined) return { instanceId, trigger, resourceHash, random };
  const threshold = parseThresholdKey(direction, hex);
  return threshold && { instanceId, trigger, resourceHash, threshold, random };
}

export function fromKey({ instanceId, trigger, resourceHash, threshold, random }: SubscriptionKey): Values {
  const { letter, hex } = threshold ? thresholdKey(threshold) : {};
  return { instanceId, trigger, resourceHash, direction: letter, threshold: hex, random };
}
