/**
 * The bodies of subscribe requests: one schema per trigger, which requests are checked against and the connector shows.
 */
import { type Trigger } from "../../model/event";
import { DIRECTIONS, type Direction, type RefreshOptions } from "../../model/subscription";
import { type Checked, guard } from "../../validation/guard";
import { type JsonSchema } from "../schema";

const THRESHOLD = {
  threshold: { type: "number", title: "Threshold", description: "The value that is to be crossed." },
  direction: {
    type: ["string", "null"],
    enum: [...DIRECTIONS, null],
    default: "above",
    title: "Direction",
    description: "Whether to fire when the value rises above the threshold, falls below it, or either.",
  },
};

const DATA_SOURCE = rule(
  {
    dataSourceId: {
      type: ["string", "null"],
      maxLength: 200,
      title: "Data Source",
      description: "The data source; leave it empty for any.",
    },
  },
  [],
  "dataSourceId",
);

/** All fields that a body may hold, whichever its trigger. A cleared choice comes as null or as an empty text. */
export interface SubscribeBody {
  readonly callbackUrl: string;
  readonly dataSourceId?: string | null;
  readonly segmentName?: string;
  readonly measureName?: string;
  readonly threshold?: number;
  readonly direction?: Direction | null;
  readonly includeManual?: boolean | null;
  readonly outcome?: RefreshOptions["outcome"] | null;
}

type ResourceField = "dataSourceId" | "segmentName" | "measureName";

interface BodyRule {
  /** The schema that `check` holds to, with a maker's words. */
  readonly schema: JsonSchema;
  readonly check: (body: unknown) => Checked<SubscribeBody>;
  /** The field that names the one resource. */
  readonly resourceField?: ResourceField;
}

/** The body of each trigger. */
export const SUBSCRIBE_BODIES: Readonly<Record<Trigger, BodyRule>> = {
  "data-source-refresh-failed": DATA_SOURCE,
  "data-source-refresh-succeeded": DATA_SOURCE,
  "segment-threshold-crossed": rule(
    { segmentName: name("Segment", "The segment whose size is watched."), ...THRESHOLD },
    ["segmentName", "threshold"],
    "segmentName",
  ),
  "measure-threshold-crossed": rule(
    { measureName: name("Measure", "The business measure whose value is watched."), ...THRESHOLD },
    ["measureName", "threshold"],
    "measureName",
  ),
  "full-refresh-completed": rule({
    includeManual: {
      type: ["boolean", "null"],
      default: false,
      title: "Include Manual Refreshes",
      description: "Whether to fire for refreshes that were started by hand too.",
    },
    outcome: {
      type: ["string", "null"],
      enum: ["completed", "any", null],
      default: "completed",
      title: "Outcome",
      description: "Whether to fire for completed refreshes only, or for any that ended.",
    },
  }),
  "unification-completed": rule({}),
};

function rule(properties: JsonSchema, required: readonly string[] = [], resourceField?: ResourceField): BodyRule {
  const callbackUrl = {
    type: "string",
    minLength: 1,
    title: "Callback URL",
    description: "Where the flow is called; the platform fills it in.",
  };
  const schema = {
    type: "object",
    required: ["callbackUrl", ...required],
    additionalProperties: false,
    properties: { callbackUrl, ...properties },
  };
  const check = guard<SubscribeBody>(schema);
  return resourceField === undefined ? { schema, check } : { schema, check, resourceField };
}

function name(title: string, description: string): JsonSchema {
  return { type: "string", minLength: 1, maxLength: 200, title, description };
}
