/** The triggers of the connector: their words, their subscribe operations, and the events that flows get. */
import { CALLBACKS } from "../../shared/http/routes/callbacks";
import { SUBSCRIBE_BODIES } from "../../shared/http/routes/subscribeBodies";
import { INSTANCE_ID } from "../../shared/http/schema";
import { type Trigger } from "../../shared/model/event";
import { dropDownOf } from "./dropDowns";
import { refusals, toParameter } from "./operations";
import { type SwaggerSchema, pascalCase, toSwaggerSchema } from "./swaggerSchema";

interface TriggerText {
  /** The words after "When" in the summary and the description. */
  readonly when: string;
  /** A way to see the trigger fire. */
  readonly hint: string;
}

export const TRIGGER_TEXTS: Readonly<Record<Trigger, TriggerText>> = {
  "data-source-refresh-failed": {
    when: "a data source refresh fails",
    hint: "refresh a data source whose credentials are wrong, or send a sample with Test a subscription.",
  },
  "data-source-refresh-succeeded": {
    when: "a data source refresh succeeds",
    hint: "refresh a data source in Customer Insights.",
  },
  "segment-threshold-crossed": {
    when: "a segment crosses a threshold",
    hint: "set a threshold next to the size of a segment, change the segment and refresh it.",
  },
  "measure-threshold-crossed": {
    when: "a measure crosses a threshold",
    hint: "set a threshold next to the value of a measure, change the measure and refresh it.",
  },
  "full-refresh-completed": {
    when: "a full refresh completes",
    hint: "choose to include manual refreshes, then refresh all of an instance.",
  },
  "unification-completed": {
    when: "a unification completes",
    hint: "run the unification in Customer Insights.",
  },
};

/** A trigger's path: its subscribe operation, and the event that flows get. */
export function toTrigger(trigger: Trigger): SwaggerSchema {
  const operationId = pascalCase(trigger);
  const { when, hint } = TRIGGER_TEXTS[trigger];
  return {
    "x-ms-notification-content": {
      description: String(CALLBACKS[trigger]["description"]),
      schema: { $ref: `#/definitions/${operationId}Event` },
    },
    post: {
      operationId,
      summary: `When ${when}`,
      description: `This operation triggers when ${when}.`,
      "x-ms-visibility": "important",
      "x-ms-trigger": "single",
      "x-ms-trigger-hint": `To see it work, ${hint}`,
      "x-ms-api-annotation": { family: operationId, revision: 1, status: "Preview" },
      parameters: [toParameter(INSTANCE_ID), toBody(trigger)],
      responses: {
        201: {
          description: "The flow is subscribed.",
          headers: { Location: { type: "string", description: "Where to end the subscription." } },
        },
        ...refusals(),
      },
    },
  };
}

function toBody(trigger: Trigger): SwaggerSchema {
  const schema = toSwaggerSchema(SUBSCRIBE_BODIES[trigger].schema);
  const properties = schema["properties"] as Readonly<Record<string, SwaggerSchema>>;
  const url = { "x-ms-notification-url": true, "x-ms-visibility": "internal" };
  const marked = Object.entries(properties).map(
    ([name, each]) => [name, { ...each, ...dropDownOf(name), ...(name === "callbackUrl" && url) }] as const,
  );
  const filled: SwaggerSchema = Object.fromEntries(marked);
  return { name: "body", in: "body", required: true, schema: { ...schema, properties: filled } };
}

/** The definition of the event that flows get. */
export function eventDefinition(trigger: Trigger): readonly [string, SwaggerSchema] {
  return [`${pascalCase(trigger)}Event`, toSwaggerSchema(CALLBACKS[trigger])];
}
