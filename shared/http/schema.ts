/**
 * Schemas as data: of bodies, which the connector's definition is generated from, and of parameters in paths and
 * queries, whose limits `checkText` enforces.
 */
import { type HttpRequest } from "@azure/functions";
import { isPathPart, isUuid } from "../model/text";
import { type FieldProblem } from "../validation/guard";
import { invalidFields } from "./problems";

/** A JSON schema. Answers are checked against theirs in tests. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** The schema of a whole body; the title names what is answered or sent. */
export type BodySchema = JsonSchema & { readonly title: string };

/** A date and time as JSON schema and OpenAPI name it; spread into a text schema. */
export const TIME = { format: "date-time" } as const;

export function textSchema(title: string, description: string, more: JsonSchema = {}): JsonSchema {
  return { type: "string", title, description, ...more };
}

/** The answer of a route that gives a whole list; each property has a title and a description. */
export function listOf(title: string, properties: JsonSchema, required: readonly string[]): BodySchema {
  const items = { type: "object", additionalProperties: false, required, properties };
  return {
    title,
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: { value: { type: "array", title, description: "Sorted by name.", items } },
  };
}

/** The limits that are enforced, beside `title` and `description`, which are a maker's words. */
export interface TextSchema extends JsonSchema {
  readonly type: "string" | "integer" | "boolean";
  readonly title: string;
  readonly description: string;
  readonly default?: string | number | boolean;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

export interface ParameterSchema {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: TextSchema;
  /** The place in the connector's designer: at once when absent, below "advanced", or never. */
  readonly visibility?: "advanced" | "internal";
}

/** Says what is wrong with the text of a parameter or field, as what follows its name; undefined when nothing is. */
export function checkText(schema: TextSchema, text: string): string | undefined {
  return rulesOf(schema).find(({ fits }) => !fits(text))?.message;
}

/** Adds a problem for a text that does not fit its schema. */
export function checkField(target: string, schema: TextSchema, text: string, problems: FieldProblem[]): void {
  const message = checkText(schema, text);
  if (message !== undefined) problems.push({ target, message });
}

/**
 * Adds a problem for a text that becomes part of an address of the source and could leave its place there. Gateways
 * decode and resolve addresses, so encoding does not hold it.
 */
export function checkPathPart(target: string, text: string, problems: FieldProblem[]): void {
  if (!isPathPart(text)) problems.push({ target, message: NO_PATH_PART });
}

const NO_PATH_PART =
  "must not hold a slash, a backslash, a control character or half a character, nor be . or .., plain or encoded: " +
  "Customer Insights is asked for it by address";

interface Rule {
  readonly message: string;
  readonly fits: (text: string) => boolean;
}

function rulesOf(schema: TextSchema): readonly Rule[] {
  const { type, format, enum: choices } = schema;
  if (type === "integer") return [wholeNumber(schema)];
  if (type === "boolean") return [{ message: "must be true or false", fits: (text) => /^(?:true|false)$/.test(text) }];
  if (choices) return [{ message: `must be one of ${choices.join(", ")}`, fits: (text) => choices.includes(text) }];
  if (format === "uuid") {
    return [{ message: "must be the id of an instance (a uuid)", fits: isUuid }];
  }
  return textRules(schema);
}

function wholeNumber({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: TextSchema): Rule {
  return {
    message: `must be a whole number from ${minimum} to ${maximum}`,
    fits: (text) => /^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum,
  };
}

function textRules({ minLength = 0, maxLength = Number.MAX_SAFE_INTEGER, pattern = "" }: TextSchema): readonly Rule[] {
  return [
    { message: "must not be empty", fits: (text) => text.length >= minLength },
    { message: `must be at most ${maxLength} characters`, fits: (text) => text.length <= maxLength },
    { message: "is not valid", fits: (text) => new RegExp(pattern, "u").test(text) },
  ];
}

/**
 * The value of a query parameter that has a choice or a flag: its default when absent. Throws 400 when it is wrong or
 * given twice.
 */
export function readOnce({ query }: Pick<HttpRequest, "query">, { name, schema }: ParameterSchema): string {
  const given = query.getAll(name);
  const [first = String(schema.default)] = given;
  const text = schema.type === "boolean" ? first.toLowerCase() : first;
  const [rule] = rulesOf(schema);
  if (rule?.fits(text) !== true || given.length > 1) {
    throw invalidFields([{ target: name, message: `${rule?.message ?? "must be given"}, once` }]);
  }
  return text;
}

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

/** Names become part of the source's address, where other characters could mean something else. */
export const ENTITY: ParameterSchema = {
  name: "entity",
  in: "path",
  required: true,
  schema: {
    type: "string",
    minLength: 1,
    maxLength: 200,
    pattern: String.raw`^[\p{L}\p{N}_][\p{L}\p{N}_ .-]*$`,
    title: "Entity",
    description: "The entity (table), as the list of entities names it.",
  },
};

/** The key of one item of an entity. */
export const ITEM_ID: ParameterSchema = {
  name: "itemId",
  in: "path",
  required: true,
  schema: {
    type: "string",
    minLength: 1,
    maxLength: 400,
    title: "Item Id",
    description: "The item's value in the key column of the entity.",
  },
};
