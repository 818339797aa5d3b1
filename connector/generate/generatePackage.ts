/** The files of the package, with the definition put together from its operations and triggers. */
import { version } from "../../package.json";
import { TRIGGERS } from "../../shared/model/event";
import { type Deployment } from "./deployment";
import { drawIcon } from "./icon";
import { toOperation, OPERATIONS } from "./operations";
import { toProperties } from "./properties";
import { INTRO, writeReadme } from "./readme";
import { type SwaggerSchema } from "./swaggerSchema";
import { eventDefinition, toTrigger } from "./triggers";

/** The files of the package by name, relative to its folder. */
export function generatePackage(deployment: Deployment): Readonly<Record<string, Buffer>> {
  const { properties } = toProperties(deployment);
  const { stackOwner: _owner, ...development } = properties;
  return {
    "apiDefinition.swagger.json": json(toDefinition(deployment)),
    "apiProperties.json": json({ properties }),
    "development/apiProperties.json": json({ properties: development }),
    "README.md": Buffer.from(writeReadme()),
    "intro.md": Buffer.from(INTRO),
    "icon.png": drawIcon(),
  };
}

const INDENT = 4;

function json(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, INDENT)}\n`);
}

const PROJECT = "https://github.com/example/customer-insights-triggers";

/** The definition that the platform imports. */
function toDefinition({ host, basePath }: Deployment): SwaggerSchema {
  return {
    swagger: "2.0",
    info: {
      title: "Customer Insights Triggers",
      description:
        "Starts flows when something happens in Dynamics 365 Customer Insights: data is refreshed, unified, or segments and measures cross thresholds. It also reads entities, segments and measures.",
      version,
      contact: { name: "Customer Insights Triggers", url: PROJECT, email: "support@example.org" },
      "x-ms-api-annotation": { status: "Preview" },
    },
    host,
    basePath,
    schemes: ["https"],
    consumes: ["application/json"],
    produces: ["application/json"],
    paths: toPaths(),
    definitions: Object.fromEntries(TRIGGERS.map((each) => eventDefinition(each))),
    "x-ms-capabilities": { testConnection: { operationId: "ListInstances", parameters: {} } },
    "x-ms-connector-metadata": [
      { propertyName: "Website", propertyValue: PROJECT },
      { propertyName: "Privacy policy", propertyValue: `${PROJECT}/blob/main/SECURITY.md` },
      { propertyName: "Categories", propertyValue: "Marketing;Data" },
    ],
  };
}

function toPaths(): SwaggerSchema {
  const paths: Record<string, SwaggerSchema> = {};
  for (const trigger of TRIGGERS) paths[`/instances/{instanceId}/triggers/${trigger}`] = toTrigger(trigger);
  for (const each of OPERATIONS) {
    const path = `/${each.path}`;
    paths[path] = { ...paths[path], [each.method.toLowerCase()]: toOperation(each) };
  }
  return paths;
}
