import { TRIGGERS } from "../../model/event";
import { type SuspensionScope } from "../../model/subscription";
import { hashResource } from "../../subscriptions/hashResource";
import { prefixRange } from "../keys/prefixRange";
import { resourcePrefix, triggerPrefix } from "../keys/subscriptionKeys";
import { type RowRange } from "../table/table";

/** Where the subscriptions of a scope stand. Those to any resource are in no resource's scope. */
export function scopeRanges({ trigger, resource }: SuspensionScope): readonly RowRange[] {
  const triggers = trigger === undefined ? TRIGGERS : [trigger];
  const toPrefix = (each: (typeof TRIGGERS)[number]): string =>
    resource === undefined ? triggerPrefix(each) : resourcePrefix(each, hashResource(resource));
  return triggers.map((each) => prefixRange(toPrefix(each)));
}
