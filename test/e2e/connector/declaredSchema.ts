import { Ajv } from "ajv";
import { resolve } from "../../../connector/check/definition/operations";
import { type Definition, type Schema } from "../../../connector/check/definition/swagger";

const FORMATS = {
  "date-time": (text: string) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) && !Number.isNaN(Date.parse(text)),
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  uri: (text: string) => URL.canParse(text),
};

const ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS });

/** What is wrong with a value by a schema of the definition, which is taken at its word: nothing else may be there. */
export function problemsOf(definition: Definition, schema: Schema, value: unknown): readonly string[] {
  const validate = ajv.compile(close(definition, schema));
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function close(definition: Definition, given: Schema): object {
  const { properties, items, additionalProperties: others, ...rest } = resolve(definition, given);
  const closed = Object.entries(properties ?? {}).map(([name, each]) => [name, close(definition, each)] as const);
  return {
    ...rest,
    ...(properties && { properties: Object.fromEntries(closed), additionalProperties: false }),
    ...(items && { items: close(definition, items) }),
    ...(typeof others === "object" && { additionalProperties: close(definition, others) }),
  };
}
