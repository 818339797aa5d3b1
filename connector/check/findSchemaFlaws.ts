import { Ajv, type AnySchemaObject, type ValidateFunction } from "ajv";
import { DRAFT_04 } from "./published/draft04";
import { patchProperties } from "./published/patchProperties";
import { readPublished } from "./published/readPublished";
import { type ConnectorPackage } from "./rule";

const FORMATS = { uri: (text: string) => URL.canParse(text), email: /^[^@\s]+@[^@\s]+$/, regex: isRegExp };

let compiled: { readonly definition: ValidateFunction; readonly properties: ValidateFunction } | undefined;

/** What the published schemas say of both files, at most 20 findings each. */
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

function compile(): NonNullable<typeof compiled> {
  const ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS, schemas: [DRAFT_04] });
  return {
    definition: ajv.compile(withoutDraft(readPublished("apiDefinition.swagger.schema.json"))),
    properties: ajv.compile(patchProperties(withoutDraft(readPublished("paconn-apiProperties.schema.json")))),
  };
}

/** Both name an old draft; `id` is no keyword of the one that is used. */
function withoutDraft(published: AnySchemaObject): AnySchemaObject {
  const { $schema: _draft, id: _id, ...schema } = published;
  return schema;
}

const MOST_FLAWS = 20;

function flawsOf(validate: ValidateFunction, value: unknown): readonly string[] {
  if (validate(value)) return [];
  return (validate.errors ?? [])
    .slice(0, MOST_FLAWS)
    .map(({ instancePath, message = "", params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
