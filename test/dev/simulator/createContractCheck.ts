import { Ajv, type ValidateFunction } from "ajv";
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Contract {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { operationId: string; responses: Record<string, Response> }>>>
  >;
  readonly components: {
    readonly responses: Readonly<Record<string, Response>>;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

const FILE = join(__dirname, "../../../dev/simulator/ci-api.openapi.json");
/** Only a missing date may do without its zone. */
const DATE_TIME = /^(0001-01-01T00:00:00|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface ContractCheck {
  readonly operationIds: readonly string[];
  /** What is wrong with an answer, empty when it is as the contract says. */
  readonly check: (operationId: string, status: number, body: string) => readonly string[];
}

/** Checks answers against the contract: nothing undeclared, enums compared without case (as the contract demands). */
export function createContractCheck(): ContractCheck {
  const contract = JSON.parse(readFileSync(FILE, "utf8")) as Contract;
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv
    .addFormat("date-time", DATE_TIME)
    .addFormat("uuid", UUID)
    .addFormat("uri", /^https?:\/\//);
  ajv.addFormat("int32", { type: "number", validate: (value: number) => Math.abs(value) < 2 ** 31 });
  ajv.addFormat("int64", { type: "number", validate: Number.isSafeInteger });
  ajv.removeKeyword("enum").addKeyword({ keyword: "enum", compile: (values: unknown[]) => isEnum(values) });
  ajv.addSchema({ components: closeObjects(contract.components) as object }, "contract");
  const operations = Object.values(contract.paths).flatMap((methods) =>
    Object.values(methods).filter(({ operationId }) => operationId),
  );

  const validators = new Map<string, ValidateFunction>();
  const validatorOf = (schema: object): ValidateFunction => {
    const text = JSON.stringify(schema).replaceAll('"#/', '"contract#/');
    const known = validators.get(text) ?? ajv.compile(JSON.parse(text) as object);
    validators.set(text, known);
    return known;
  };

  return {
    operationIds: operations.map(({ operationId }) => operationId),
    check: (operationId, status, body) => {
      const declared = operations.find((each) => each.operationId === operationId)?.responses[String(status)];
      if (!declared) return [`${operationId} declares no ${status}`];
      const schema = schemaOf(declared, contract);
      if (!schema) return body === "" ? [] : [`${status} must have no body`];
      // The service model declares no body for a 401; the gateway sends one.
      if (status === 401 && body === "") return [];
      const validate = validatorOf(schema);
      return validate(JSON.parse(body)) ? [] : [ajv.errorsText(validate.errors)];
    },
  };
}

function schemaOf(declared: Response, { components }: Contract): object | undefined {
  const response = declared.$ref ? components.responses[declared.$ref.split("/").at(-1) ?? ""] : declared;
  return Object.values(response?.content ?? {})[0]?.schema;
}

function isEnum(values: readonly unknown[]): (value: unknown) => boolean {
  const known = values.map((value) => String(value).toLowerCase());
  return (value) => known.includes(String(value).toLowerCase());
}

/** Declares objects closed, so that a misspelt property is found. */
function closeObjects(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closeObjects);
  if (typeof value !== "object" || value === null) return value;
  const closed = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, closeObjects(part)]));
  const isObject = "properties" in closed && closed["type"] === "object" && !("additionalProperties" in closed);
  return isObject ? { ...closed, additionalProperties: false } : closed;
}
