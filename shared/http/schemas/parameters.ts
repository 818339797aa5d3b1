import { type ParameterSchema } from "./routeSchema";

export const INSTANCE_ID: ParameterSchema = {
  name: "instanceId",
  in: "path",
  required: true,
  schema: {
    type: "string",
    format: "uuid",
    title: "Instance",
    description: "The Customer Insights instance (environment).",
  },
};

export const ENTITY: ParameterSchema = {
  name: "entity",
  in: "path",
  required: true,
  schema: {
    type: "string",
    minLength: 1,
    maxLength: 200,
    title: "Entity",
    description: "The entity (table), as the list of entities names it.",
  },
};
