import { listOf, text } from "./listOf";
import { INSTANCE_ID } from "./parameters";
import { type RouteSchema } from "./routeSchema";

export const LIST_MEASURES: RouteSchema = {
  operation: "listMeasures",
  method: "GET",
  route: "instances/{instanceId}/measures",
  summary: "List measures",
  description: "Lists the business measures of an instance that a threshold can be set for, or all measures.",
  parameters: [
    INSTANCE_ID,
    {
      name: "all",
      in: "query",
      required: false,
      schema: {
        type: "boolean",
        default: false,
        title: "All Measures",
        description: "Also list measures that no threshold can be set for, and why.",
      },
    },
  ],
  answer: listOf(
    "Measures",
    {
      name: text("Name", "The measure's own name, which does not change when it is renamed."),
      displayName: text("Display Name", "What the measure is called."),
      isEligible: { type: "boolean", title: "Is Eligible", description: "Whether a threshold can be set for it." },
      reason: text("Reason", "Why no threshold can be set for it.", {
        enum: ["profile-measure", "has-dimensions", "no-single-value", "unknown-kind"],
      }),
    },
    ["name", "displayName", "isEligible"],
  ),
};
