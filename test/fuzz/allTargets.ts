import { DATA_TARGETS } from "./targets/dataTargets";
import { HEALTH_TARGET } from "./targets/healthTarget";
import { LETTER_TARGETS } from "./targets/letterTargets";
import { POISON_TARGET } from "./targets/poisonTarget";
import { QUEUE_TARGETS } from "./targets/queueTargets";
import { READ_TARGETS } from "./targets/readTargets";
import { SUBSCRIPTION_TARGETS } from "./targets/subscriptionTargets";
import { TEXT_TARGETS } from "./targets/textTargets";
import { UNKNOWN_TARGET } from "./targets/unknownTarget";
import { type FuzzTarget } from "./target";

export const ALL_TARGETS: readonly FuzzTarget[] = [
  ...SUBSCRIPTION_TARGETS,
  ...LETTER_TARGETS,
  ...READ_TARGETS,
  ...DATA_TARGETS,
  HEALTH_TARGET,
  UNKNOWN_TARGET,
  ...QUEUE_TARGETS,
  POISON_TARGET,
  ...TEXT_TARGETS,
];
