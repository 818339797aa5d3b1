/** Rule R71: Microsoft's published schemas, and what has to be adapted in them. */
import { Ajv, type AnySchemaObject, type ValidateFunction } from "ajv";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ConnectorPackage } from "./rule";

let compiled: { readonly definition: ValidateFunction; readonly properties: ValidateFunction } | undefined;

/** The findings of the published schemas about both files, at most 20 each. */
export function findSchemaFlaws({
  definition,
  properties,
  developmentProperties,
}: ConnectorPackage): readonly string[] {
  compiled ??= compile();
  return [
    ...flawsOf(compiled.definition, definition),
    ...flawsOf(compiled.properties, properties),
    ...flawsOf(compiled.properties, developmentProperties),
  ];
}

const COUNT = { type: "integer", minimum: 0 };

/**
 * The parts of JSON schema draft-04 that the definition's schema uses, written in the draft that the validator knows.
 * The drafts differ in nothing else that it uses.
 */
const DRAFT_04 = {
  $id: "http://json-schema.org/draft-04/schema",
  definitions: {
    positiveInteger: COUNT,
    positiveIntegerDefault0: COUNT,
    simpleTypes: { enum: ["array", "boolean", "integer", "null", "number", "object", "string"] },
    stringArray: { type: "array", items: { type: "string" }, minItems: 1, uniqueItems: true },
  },
  properties: {
    title: { type: "string" },
    description: { type: "string" },
    default: {},
    multipleOf: { type: "number", exclusiveMinimum: 0 },
    maximum: { type: "number" },
    exclusiveMaximum: { type: "boolean" },
    minimum: { type: "number" },
    exclusiveMinimum: { type: "boolean" },
    pattern: { type: "string", format: "regex" },
    uniqueItems: { type: "boolean" },
    enum: { type: "array", minItems: 1, uniqueItems: true },
    type: {
      anyOf: [
        { $ref: "#/definitions/simpleTypes" },
        { type: "array", items: { $ref: "#/definitions/simpleTypes" }, minItems: 1, uniqueItems: true },
      ],
    },
  },
};

const FORMATS = { uri: (text: string) => URL.canParse(text), email: /^[^@\s]+@[^@\s]+$/, regex: isRegExp };

function compile(): NonNullable<typeof compiled> {
  const ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS, schemas: [DRAFT_04] });
  return {
    definition: ajv.compile(withoutDraft(readPublished("apiDefinition.swagger.schema.json"))),
    properties: ajv.compile(patchProperties(withoutDraft(readPublished("paconn-apiProperties.schema.json")))),
  };
}

/** Both schemas name an old draft; `id` is no keyword of the draft that is used. */
function withoutDraft(published: AnySchemaObject): AnySchemaObject {
  const { $schema: _draft, id: _id, ...schema } = published;
  return schema;
}

/** A published schema, without its comments. */
function readPublished(name: string): AnySchemaObject {
  const text = readFileSync(join(__dirname, "../published", name), "utf8");
  return JSON.parse(text.replaceAll(/("(?:[^"\\]|\\.)*")|\/\/.*/g, "$1")) as AnySchemaObject;
}

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

interface Properties {
  readonly properties: Record<string, object>;
}

interface Published {
  readonly properties: { readonly properties: Properties };
  readonly definitions: { readonly oAuthSettings: Properties; readonly "ConnectionParameter-uiDefinition": Properties };
}

/**
 * The published schema with what certified connectors have and it lacks (docs/power-automate.md, R71): sets, the newer
 * redirect mode, and the schema of a text box. Changes what it is given.
 */
function patchProperties(published: AnySchemaObject): AnySchemaObject {
  const schema = published as unknown as Published;
  schema.properties.properties.properties["connectionParameterSets"] = SETS;
  schema.definitions.oAuthSettings.properties["redirectMode"] = {
    type: "string",
    enum: ["Global", "Direct", "GlobalPerConnector"],
  };
  schema.definitions["ConnectionParameter-uiDefinition"].properties["schema"] = { type: "object" };
  return published;
}

const MAX_FLAWS = 20;

function flawsOf(validate: ValidateFunction, value: unknown): readonly string[] {
  if (validate(value)) return [];
  return (validate.errors ?? [])
    .slice(0, MAX_FLAWS)
    .map(({ instancePath, message = "", params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
