import { type Pending } from "../model/delivery";
import { type Instant } from "../model/instant";

/** The marker after one more page, which ended at `cursor`; handed over when there is none. */
export function advancePending(pending: Pending, cursor: string | undefined, dueAt: Instant): Pending {
  const { cursor: _, ...rest } = pending;
  const next = { ...rest, pages: rest.pages + 1, handedOver: cursor === undefined, dueAt };
  return cursor === undefined ? next : { ...next, cursor };
}
