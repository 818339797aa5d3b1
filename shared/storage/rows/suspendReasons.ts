import { type SuspendReason } from "../../model/subscription";

const IS_REASON: Readonly<Record<SuspendReason, true>> = {
  "resource-deleted": true,
  "instance-gone": true,
  "profile-measure": true,
  "has-dimensions": true,
  "no-single-value": true,
  "unknown-kind": true,
};

/** Every one, which the type makes sure of. */
export const SUSPEND_REASONS = Object.keys(IS_REASON);
