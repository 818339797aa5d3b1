import { text } from "./listOf";
import { type ParameterSchema } from "./routeSchema";
import { type WriteSchema } from "./writeSchema";

export const VALID_UNTIL: ParameterSchema = {
  name: "validUntil",
  in: "query",
  required: false,
  schema: {
    type: "string",
    format: "date-time",
    title: "Valid Until",
    description:
      "When the change ends, at most 30 days ahead. Without it, a profile is changed for 4 hours, an activity kept 30 days.",
  },
};

export const ITEM_BODY: WriteSchema["body"] = {
  title: "Item",
  description: "Columns by name, as the entity's schema tells them.",
  type: "object",
  minProperties: 1,
  maxProperties: 1_000,
};

/** Of an item that was made, or will be. */
export function creation(outcome: "created" | "accepted", description: string): WriteSchema["answers"][number] {
  return {
    title: "Created Item",
    type: "object",
    additionalProperties: false,
    required: ["outcome"],
    properties: {
      outcome: text("Outcome", description, { enum: [outcome] }),
      validUntil: text("Valid Until", "When it ends, if that was asked for.", { format: "date-time" }),
    },
  };
}
