import { HTTP_TARGETS } from "./targets/httpTargets";
import { QUEUE_TARGETS } from "./targets/queueTargets";
import { TEXT_TARGETS } from "./targets/textTargets";
import { type FuzzTarget } from "./target";

export const ALL_TARGETS: readonly FuzzTarget[] = [...HTTP_TARGETS, ...QUEUE_TARGETS, ...TEXT_TARGETS];
