import { DIRECTIONS, type Direction, type RefreshWish } from "../model/subscription";
import { type Trigger } from "../model/trigger";
import { type Checked, guard } from "../validation/guard";

/** All that the bodies of the six triggers may hold. A cleared choice comes as null or as an empty text. */
export interface SubscribeBody {
  readonly callbackUrl: string;
  readonly dataSourceId?: string | null;
  readonly segmentName?: string;
  readonly measureName?: string;
  readonly threshold?: number;
  readonly direction?: Direction | null;
  readonly includeManual?: boolean | null;
  readonly outcome?: RefreshWish["outcome"] | null;
}

type ResourceField = "dataSourceId" | "segmentName" | "measureName";

export interface BodyRule {
  readonly check: (body: unknown) => Checked<SubscribeBody>;
  /** The field that names the one resource. */
  readonly resourceField?: ResourceField;
}

const NAME = { type: "string", minLength: 1, maxLength: 200 };
const THRESHOLD = {
  threshold: { type: "number" },
  direction: { enum: [...DIRECTIONS, null] },
};

function rule(properties: object, required: readonly string[] = [], resourceField?: ResourceField): BodyRule {
  const check = guard<SubscribeBody>({
    type: "object",
    required: ["callbackUrl", ...required],
    additionalProperties: false,
    properties: { callbackUrl: { type: "string", minLength: 1 }, ...properties },
  });
  return resourceField === undefined ? { check } : { check, resourceField };
}

const DATA_SOURCE = rule({ dataSourceId: { type: ["string", "null"], maxLength: 200 } }, [], "dataSourceId");

/** What each trigger's subscribe body holds. */
export const SUBSCRIBE_BODIES: Readonly<Record<Trigger, BodyRule>> = {
  "data-source-refresh-failed": DATA_SOURCE,
  "data-source-refresh-succeeded": DATA_SOURCE,
  "segment-threshold-crossed": rule({ segmentName: NAME, ...THRESHOLD }, ["segmentName", "threshold"], "segmentName"),
  "measure-threshold-crossed": rule({ measureName: NAME, ...THRESHOLD }, ["measureName", "threshold"], "measureName"),
  "full-refresh-completed": rule({
    includeManual: { type: ["boolean", "null"] },
    outcome: { enum: ["completed", "any", null] },
  }),
  "unification-completed": rule({}),
};
