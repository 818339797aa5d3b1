import { type AnySchemaObject } from "ajv";

/** Sets of connection parameters, in which each set's parameters are as strict as those outside. */
const SETS = {
  type: "object",
  required: ["uiDefinition", "values"],
  properties: {
    uiDefinition: { type: "object" },
    values: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["name", "uiDefinition", "parameters"],
        properties: { parameters: { $ref: "#/properties/properties/properties/connectionParameters" } },
      },
    },
  },
};

/**
 * The published schema with what certified connectors have and it lacks (reference/connector-rules.md 10): sets, the newer
 * redirect mode, and the schema of a text box. Changes what it is given.
 */
export function patchProperties(published: AnySchemaObject): AnySchemaObject {
  const schema = published as unknown as Published;
  schema.properties.properties.properties["connectionParameterSets"] = SETS;
  schema.definitions.oAuthSettings.properties["redirectMode"] = {
    type: "string",
    enum: ["Global", "Direct", "GlobalPerConnector"],
  };
  schema.definitions["ConnectionParameter-uiDefinition"].properties["schema"] = { type: "object" };
  return published;
}

interface Properties {
  readonly properties: Record<string, object>;
}

interface Published {
  readonly properties: { readonly properties: Properties };
  readonly definitions: { readonly oAuthSettings: Properties; readonly "ConnectionParameter-uiDefinition": Properties };
}
