/** The drop-downs of the designer: the operation that fills each input. */
import { type SwaggerSchema } from "./swaggerSchema";

interface DropDown {
  readonly operationId: string;
  readonly value: string;
  readonly title: string;
  /** Path parameters of the called operation, each from the input of the same name. */
  readonly from: readonly string[];
}

/** Drop-downs by the name of the input that a maker chooses a value for. */
const DROP_DOWNS: Readonly<Record<string, DropDown>> = {
  instanceId: { operationId: "ListInstances", value: "instanceId", title: "name", from: [] },
  dataSourceId: { operationId: "ListDataSources", value: "dataSourceId", title: "name", from: ["instanceId"] },
  segmentName: { operationId: "ListSegments", value: "name", title: "displayName", from: ["instanceId"] },
  measureName: { operationId: "ListMeasures", value: "name", title: "displayName", from: ["instanceId"] },
  entity: { operationId: "ListEntities", value: "name", title: "displayName", from: ["instanceId"] },
  partitionId: {
    operationId: "ListPartitions",
    value: "partitionId",
    title: "partitionId",
    from: ["instanceId", "entity"],
  },
  subscriptionId: { operationId: "ListSubscriptions", value: "subscriptionId", title: "subscription", from: [] },
};

/** The extensions that make an input a drop-down, in the older and the newer form; none for other inputs. */
export function dropDownOf(input: string): SwaggerSchema {
  const found = DROP_DOWNS[input];
  if (!found) return {};
  const { operationId, value, title, from } = found;
  return {
    "x-ms-dynamic-values": {
      operationId,
      ...(from.length > 0 && { parameters: sources(from, "parameter") }),
      "value-collection": "value",
      "value-path": value,
      "value-title": title,
    },
    "x-ms-dynamic-list": {
      operationId,
      ...(from.length > 0 && { parameters: sources(from, "parameterReference") }),
      itemsPath: "value",
      itemValuePath: value,
      itemTitlePath: title,
    },
  };
}

function sources(names: readonly string[], key: "parameter" | "parameterReference"): SwaggerSchema {
  return Object.fromEntries(names.map((name) => [name, { [key]: name }]));
}

/** An object with the columns of the chosen entity, in both forms. */
export function entityItem(): SwaggerSchema {
  const from = ["instanceId", "entity"];
  const operationId = "GetEntitySchema";
  return {
    type: "object",
    "x-ms-dynamic-schema": { operationId, parameters: sources(from, "parameter"), "value-path": "schema" },
    "x-ms-dynamic-properties": {
      operationId,
      parameters: sources(from, "parameterReference"),
      itemValuePath: "schema",
    },
  };
}
